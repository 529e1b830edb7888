"""The commands `capture` and `captures`, and what `record` and `why` say of quotes."""

import json

import pytest
from typer.testing import CliRunner

from tests.timeline.captures.conftest import PAGE, claim, sha
from tests.timeline.story import awarded
from timeline import NotCaptured, TimelineError, UnknownCapture, migrate
from timeline.cli import app

SHORT = sha(PAGE)[:12]


@pytest.fixture
def run(sqlite_url, monkeypatch, tmp_path):
    """Runs a command on a database of the test's own: what it printed, and what it warned of."""
    monkeypatch.setenv("TIMELINE_DATABASE", sqlite_url)
    monkeypatch.chdir(tmp_path)
    migrate(sqlite_url)
    (tmp_path / "page.html").write_bytes(PAGE)

    def running(*words):
        result = CliRunner().invoke(app, words)
        if isinstance(result.exception, TimelineError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout, result.stderr

    return running


@pytest.fixture
def lines(tmp_path):
    """Writes claims as JSON Lines; the file's name."""

    def write(*said):
        path = tmp_path / "claims.jsonl"
        path.write_text("\n".join(json.dumps({"claim": each}) for each in said))
        return str(path)

    return write


def test_a_capture_tells_its_hash_and_the_citations_that_point_at_it(run, lines):
    run("record", lines(claim(PAGE, "five projects"), claim(PAGE, "six projects")))
    out, warned = run("capture", "page.html")
    head, *cited = out.splitlines()

    assert head == f"{sha(PAGE)}  {len(PAGE)} bytes, text/html"
    assert sorted(line.split()[-1] for line in cited) == ["found", "not-found"]
    [line] = warned.splitlines()
    assert line.startswith("warning: the quote of c-")
    assert line.endswith(f" does not occur in capture {SHORT}")
    assert "(already there)" in run("capture", "page.html")[0]


def test_a_recorded_quote_that_does_not_occur_is_warned_of_with_its_line(run, lines):
    run("capture", "page.html")
    file = lines(
        awarded(), claim(PAGE, "five projects"), {**claim(PAGE, "six projects"), "note": "n"}
    )
    out, warned = run("record", file)
    [line] = warned.splitlines()

    assert out.startswith("3 recorded")
    assert line.startswith("warning: line 3: the quote of c-")
    assert line.endswith(f" does not occur in capture {SHORT}")
    again = json.loads(run("record", file, "--json")[0])
    assert [each["outcome"] for each in again["quotes"]] == ["found", "not-found"]
    assert set(again["quotes"][0]) == {"claim", "sha256", "outcome"}


def test_a_quote_that_occurs_elsewhere_is_warned_of(run, lines):
    run("capture", "page.html")
    said = claim(PAGE, "five projects")
    said["citation"]["prefix"] = "never"

    assert "but not between its prefix and suffix" in run("record", lines(said))[1]


def test_why_shows_what_was_found(run, lines):
    run("capture", "page.html")
    run("record", lines(claim(PAGE, "six projects")))

    assert f"[capture {SHORT}: not-found]" in run("why", "harbour")[0]
    [shown] = json.loads(run("why", "harbour", "--json")[0])["chain"]
    assert shown["capture"]["outcome"] == "not-found"


def test_what_is_said_of_a_file_is_kept(run):
    said = ("--url", "https://a.example/", "--retrieved-at", "2019-10-09T16:00:00+02:00")
    run("capture", "page.html", *said, "--media-type", "text/html; charset=utf-8", "--json")
    [shown] = json.loads(run("captures", "--json")[0])["captures"]

    assert shown == {
        "sha256": sha(PAGE),
        "size": len(PAGE),
        "media_type": "text/html; charset=utf-8",
        "url": "https://a.example/",
        "retrieved_at": "2019-10-09T14:00:00Z",
    }
    assert sha(PAGE) in run("captures")[0]


def test_captures_go_out_as_a_warc_file_and_come_back(run, tmp_path):
    (tmp_path / "other.txt").write_bytes(b"other words")
    run("capture", "page.html", "other.txt")
    before = run("captures", "--json")[0]
    assert "2 written to all.warc.gz" in run("captures", "--warc", "all.warc.gz")[0]
    assert "1 written to one.warc" in run("captures", sha(PAGE), "--warc", "one.warc")[0]
    run("capture", "all.warc.gz", "one.warc")

    assert run("captures", "--json")[0] == before


def test_all_is_checked_anew_when_asked(run, lines):
    run("capture", "page.html")
    run("record", lines(claim(PAGE, "six projects")))
    out, warned = run("captures", "--check")

    assert "1 quotes looked for" in out
    assert "does not occur" in warned
    assert (
        json.loads(run("captures", "--check", "--json")[0])["quotes"][0]["outcome"] == "not-found"
    )


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("capture", "none.html"), "none.html: cannot be captured, No such file"),
        (("capture", "page.html", "none.html"), "none.html"),
        (("capture", "."), "cannot be captured"),
        (("capture", "file:///page.html"), "only http and https"),
        (("capture", "http://127.0.0.1:1/"), "http://127.0.0.1:1/: cannot be captured"),
        (("capture", "page.html", "--url", "page.html"), "url: expected an http or https"),
        (("capture", "page.html", "page.html", "--url", "http://a.example"), "url: expected one"),
        (("capture", "http://a.example/", "--media-type", "text/html"), "media-type: expected one"),
        (("capture", "page.html", "--retrieved-at", "2019-10-09"), "retrieved-at: expected a time"),
        (("capture", "page.html", "--retrieved-at", "9999-01-01T00:00:00Z"), "after now"),
        (("captures", "0" * 64), "no bytes are captured as"),
        (("captures", "--warc", "no/such/folder.warc"), "warc: expected a file to write"),
        (("captures", "0" * 64, "--check"), "check: expected no hashes"),
    ],
)
def test_what_cannot_be_captured_is_refused_and_nothing_is_kept(run, words, refusal):
    with pytest.raises(TimelineError, match=refusal) as refused:
        run(*words)

    assert "\n" not in str(refused.value)
    assert run("captures")[0] == ""


def test_a_file_beyond_the_limit_is_refused(run, monkeypatch):
    monkeypatch.setenv("TIMELINE_CAPTURE_BYTES", "10")
    with pytest.raises(NotCaptured, match="more than 10 bytes"):
        run("capture", "page.html")
    monkeypatch.setenv("TIMELINE_CAPTURE_BYTES", "ten")
    with pytest.raises(TimelineError, match="TIMELINE_CAPTURE_BYTES: expected a whole number"):
        run("capture", "page.html")


def test_a_directory_keeps_them_where_one_is_named(run, monkeypatch, tmp_path):
    monkeypatch.setenv("TIMELINE_CAPTURES", "bodies")
    run("capture", "page.html")
    assert (tmp_path / "bodies" / SHORT[:2] / sha(PAGE)).read_bytes() == PAGE
    with pytest.raises(UnknownCapture):
        run("captures", SHORT)
