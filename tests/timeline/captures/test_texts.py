"""The text that is read from bytes of each type, and none from bytes that are broken."""

import codecs
import zlib

import pytest

from timeline.captures import normal, text_of
from timeline.captures.media_types import sniff
from timeline.captures.texts import in_pdf

WORDS = "fünf Projekte"
CHINESE = "五个项目"


def pdf(*lines: str) -> bytes:
    """A PDF of one page with some lines."""
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td {shown}ET".encode("latin-1")
    packed = zlib.compress(stream)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s>>"
        % b"/Resources << /Font << /F1 5 0 R >> >> ",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(body))
    )


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (WORDS.encode(), "text/plain"),
        (WORDS.encode(), ""),
        (WORDS.encode(), "application/octet-stream"),
        (codecs.BOM_UTF8 + WORDS.encode(), "text/plain; charset=ascii"),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "text/plain"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), ""),
        (WORDS.encode("latin-1"), "text/plain; charset=ISO-8859-1"),
        (WORDS.encode("latin-1"), "text/plain"),
        (WORDS.encode("latin-1"), 'text/plain; charset="no-such-set"'),
        (WORDS.encode("cp1252"), "text/plain; charset=utf-8"),
    ],
)
def test_plain_text_is_read_in_the_character_set_it_is_in(body, media_type):
    assert text_of(body, media_type) == WORDS


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>fi<b>ve</b> projects", "five projects"),
        ("<td>five</td><td>projects</td>", "five projects"),
        ("five<br/>projects", "five projects"),
        ("<script>no</script><style>no</style><template>no</template><p>yes", "yes"),
        ("<script>if (a < b) '</p>'</script>yes<!-- no -->", "yes"),
        ("five&nbsp;projects &amp; &#8220;more&#x201d;", 'five projects & "more"'),
        ("<p>open <b>tags <i>and </p></b> wrong ones", "open tags and wrong ones"),
        ("<title>five</title>projects", "five projects"),
    ],
)
def test_the_text_of_a_page_is_what_stands_between_its_tags(page, text):
    found = text_of(page.encode(), "text/html; charset=utf-8")

    assert found is not None
    assert normal(found) == text


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (f"<p>{CHINESE}".encode("gbk"), "text/html; charset=gb2312"),
        (f'<meta charset="gbk"><p>{CHINESE}'.encode("gbk"), "text/html"),
        (f'<meta content="text/html; charset=big5">{"五個"}'.encode("big5"), "text/html"),
        (f'<?xml version="1.0" encoding="gb18030"?><a>{CHINESE}</a>'.encode("gb18030"), "text/xml"),
        (CHINESE.encode("gb2312"), "text/plain; charset=gb2312"),
    ],
)
def test_chinese_is_read_in_its_own_character_sets(body, media_type):
    assert (text_of(body, media_type) or "").strip() in (CHINESE, "五個")


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("<a><b>five</b><b>projects</b></a>", "five projects"),
        ("<p>five <i>projects</i>, all</p>", "five projects, all"),
        ("<a><![CDATA[a < b]]> &amp; c</a>", "a < b & c"),
        ("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a>five</a>", "five"),
        ("<?xml version='1.0'?><!-- no --><?no no?><a no='no'>yes</a>", "yes"),
    ],
)
def test_the_text_of_xml_is_its_text_nodes(document, text):
    found = text_of(document.encode(), "application/rss+xml")

    assert found is not None
    assert normal(found) == text


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE a [<!ENTITY b "five">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY % b "five">]><a>five</a>',
        "<a>five",
        "five",
        "<a/>",
    ],
)
def test_no_text_is_read_from_xml_that_declares_entities_or_is_broken(document):
    assert text_of(document.encode(), "text/xml") is None


def test_the_text_of_json_is_its_strings():
    lines = b'{"n": 5, "a": ["five", {"b": "projects"}], "c": null}'

    assert text_of(lines, "application/json") == "five\nprojects"
    assert text_of(lines, "") == "five\nprojects"
    assert text_of(lines + b"\n" + b'{"d": "more"}\n', "application/x-ndjson") == (
        "five\nprojects\nmore"
    )


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b"5", b'{"a": 1}', b""])
def test_no_text_is_read_from_json_without_strings(body):
    assert text_of(body, "application/json") is None


def test_the_text_of_a_table_is_its_rows_and_its_cells():
    text = text_of(b'id;name\n1;"Acme ""Five"" Ltd"\n', "text/csv")

    assert text is not None
    assert '1;"Acme ""Five"" Ltd"' in text
    assert '1 Acme "Five" Ltd' in text


def test_the_text_of_a_pdf_is_read():
    body = pdf("The firm was awarded five", "projects in the harbour")
    text = text_of(body, "application/octet-stream")

    assert text is not None
    assert "awarded five projects in" in normal(text)


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7",
        pdf("five")[:200],
        pdf("five").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        pdf(),
        b"no pdf at all",
    ],
)
def test_a_broken_pdf_has_no_text(body):
    assert text_of(body, "application/pdf") is None


def test_a_pdf_that_takes_too_long_has_no_text(monkeypatch):
    monkeypatch.setattr(in_pdf, "SECONDS", 0.001)

    assert text_of(pdf("five"), "application/pdf") is None


@pytest.mark.parametrize(
    ("body", "media_type"),
    [(b"\x89PNG\r\n\x1a\n\0\0", ""), (b"five", "image/png"), (b" \n", "text/plain"), (b"", "")],
)
def test_what_is_no_text_has_none(body, media_type):
    assert text_of(body, media_type) is None


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "text/html"),
        (b"<!-- x --><html>", "text/html"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
        (b' {"a": 1}', "application/json"),
        (b"words", "text/plain"),
        (b"a\0b", "application/octet-stream"),
        (b"\xff\xd8\xff", "application/octet-stream"),
    ],
)
def test_what_nobody_named_is_known_by_its_looks(body, seen):
    assert sniff(body) == seen
