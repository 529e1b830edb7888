"""Quotes are looked for when a claim is recorded and when its bytes are captured, whichever comes last."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select

from tests.timeline.captures.conftest import PAGE, citing, claim, sha
from tests.timeline.story import act, awarded
from timeline import Item, answer_why
from timeline.captures.tables import quote_findings
from timeline.database import reading
from timeline.log import log_events
from timeline.prepared import Prepared

HTML = "text/html; charset=utf-8"
FIVE = "five projects - in"


def record(service, *said, **how):
    recorded = service.record([Item(each, f"line {n}: ") for n, each in enumerate(said, 1)], **how)
    return recorded, [(each.where, each.outcome) for each in recorded.quotes]


def kept(service):
    with reading(service.engine) as connection:
        rows = connection.execute(select(quote_findings).order_by("claim", "place"))
        return [(row.claim, row.place, row.outcome) for row in rows]


def why(service, target):
    with service.snapshot() as snapshot:
        return answer_why(snapshot, target)


def test_a_quote_of_what_is_captured_is_looked_for_when_its_claim_is_recorded(service, take):
    take(service, PAGE, HTML)
    said = [claim(PAGE, FIVE), claim(PAGE, "six projects"), claim(PAGE), awarded(note="no hash")]
    recorded, quotes = record(service, *said)
    one, other, third, _ = recorded.claims

    expected = [(one, 0, "found"), (other, 0, "not-found"), (third, 0, "no-quote")]
    assert quotes == [("line 1: ", "found"), ("line 2: ", "not-found"), ("line 3: ", "no-quote")]
    assert kept(service) == sorted(expected)
    assert recorded.new == 4


def test_a_quote_is_looked_for_when_its_bytes_are_captured_later(service, take):
    said = [claim(PAGE, FIVE), claim(PAGE, "six projects"), claim(b"other bytes", FIVE)]
    recorded, quotes = record(service, *said)
    assert {outcome for _, outcome in quotes} == {"not-captured"}
    take(service, PAGE, HTML)

    outcomes = ["found", "not-found", "not-captured"]
    assert kept(service) == sorted(
        (name, 0, outcome) for name, outcome in zip(recorded.claims, outcomes, strict=True)
    )
    assert [outcome for _, outcome in record(service, *said)[1]] == outcomes


def test_each_citation_of_a_chain_is_checked_on_its_own(service, take):
    agency = b"The agency counted three harbour projects."
    chain = citing(
        PAGE, FIVE, derived_from={"source": "agency", "derived_from": citing(agency, "four")}
    )
    take(service, agency)
    take(service, PAGE, HTML)
    recorded, _ = record(service, awarded(citation=chain))
    [name] = recorded.claims

    assert kept(service) == [(name, 0, "found"), (name, 2, "not-found")]
    first, second, third = why(service, name)["claims"][0]["chain"]
    assert second["capture"] is None
    assert first["capture"] == {
        "sha256": sha(PAGE),
        "outcome": "found",
        "media_type": HTML,
        "size": len(PAGE),
        "retrieved_at": "2026-01-01T12:00:00Z",
    }
    assert (third["capture"]["outcome"], third["capture"]["size"]) == ("not-found", len(agency))


def test_why_says_what_is_not_captured(service):
    record(service, claim(PAGE, FIVE))
    [link] = why(service, "harbour")["chain"]

    assert link["capture"] == {
        "sha256": sha(PAGE),
        "outcome": "not-captured",
        "media_type": None,
        "size": None,
        "retrieved_at": None,
    }


def test_a_citation_by_name_shows_what_was_found_of_the_one_it_names(service, take):
    take(service, PAGE, HTML)
    named = citing(PAGE, FIVE, id="page-1")
    relying = awarded(citation={"source": "times", "derived_from": "page-1"}, note="relying")
    recorded, _ = record(service, awarded(citation=named), relying)
    chain = why(service, recorded.claims[1])["claims"][0]["chain"]

    assert chain[0]["capture"] is None
    assert chain[1]["capture"]["outcome"] == "found"


def test_the_claim_that_an_act_brings_and_the_acts_own_citation_are_checked(service, take):
    take(service, PAGE, HTML)
    [target] = record(service, awarded())[0].claims
    correction = act(
        "source-corrected",
        target,
        disclosed="2021-05-01",
        by=claim(PAGE, FIVE, size=5, disclosed="2021-05-01"),
        citation=citing(PAGE, "six projects"),
    )
    recorded, quotes = record(service, correction)

    assert sorted(quotes) == [("line 1: ", "found"), ("line 1: ", "not-found")]
    assert [outcome for _, _, outcome in kept(service)] == ["not-found", "found"]
    assert kept(service)[0][0] == recorded.claims[0]
    brought = kept(service)[1][0]
    [shown] = [each for each in why(service, brought)["claims"] if each["id"] == brought]
    assert shown["chain"][0]["capture"]["outcome"] == "found"


def test_bytes_captured_after_an_act_let_its_citations_be_found(service, take):
    [target] = record(service, awarded())[0].claims
    by = claim(PAGE, FIVE, size=5, disclosed="2021-05-01")
    record(service, act("source-corrected", target, disclosed="2021-05-01", by=by))
    take(service, PAGE, HTML)

    assert [outcome for _, _, outcome in kept(service)] == ["found"]


def test_a_dry_run_looks_for_quotes_and_keeps_nothing(service, take):
    take(service, PAGE, HTML)
    _, quotes = record(service, claim(PAGE, FIVE), dry_run=True)

    assert quotes == [("line 1: ", "found")]
    assert kept(service) == []


def test_a_batch_that_is_refused_awaits_nothing(service):
    with pytest.raises(Exception, match="region"):
        record(service, claim(PAGE, FIVE), awarded(region="ATLANTIS"))

    assert kept(service) == []


def test_of_what_has_no_text_no_quote_is_missed(service, take):
    picture = b"\x89PNG\r\n\x1a\n\0"
    take(service, picture)

    assert record(service, claim(picture, FIVE))[1] == [("line 1: ", "no-text")]


def test_the_last_capture_says_what_the_bytes_are(service, take, clock):
    take(service, PAGE, "image/png")
    record(service, claim(PAGE, FIVE))
    assert [outcome for *_, outcome in kept(service)] == ["no-text"]
    clock.advance(1)
    take(service, PAGE, HTML)

    assert [outcome for *_, outcome in kept(service)] == ["found"]


def test_bytes_that_are_lost_or_damaged_stop_no_recording(open_service, tmp_path, take):
    service = open_service(str(tmp_path / "bodies"))
    name = take(service, PAGE, HTML)
    path = tmp_path / "bodies" / name[:2] / name
    path.write_bytes(b"damaged")
    assert record(service, claim(PAGE, FIVE))[1] == [("line 1: ", "not-captured")]
    path.unlink()
    recorded, quotes = record(service, claim(PAGE, FIVE, note="other"))
    assert (recorded.new, quotes) == (1, [("line 1: ", "not-captured")])


def test_what_was_found_goes_with_a_claim_that_is_redacted(service, take):
    take(service, PAGE, HTML)
    recorded, _ = record(service, claim(PAGE, FIVE), claim(PAGE, FIVE, note="stays"))
    gone, stays = recorded.claims
    record(service, act("payload-redacted", gone))
    assert [name for name, *_ in kept(service)] == [stays]
    record(service, claim(PAGE, FIVE))
    take(service, PAGE, HTML)
    service.check_captures()

    assert [name for name, *_ in kept(service)] == [stays]


def test_what_was_found_of_an_act_goes_with_the_claim_it_brought(service, take):
    [target] = record(service, awarded())[0].claims
    by = claim(PAGE, FIVE, size=5, disclosed="2021-05-01")
    cited = citing(PAGE, "six")
    record(service, act("source-corrected", target, disclosed="2021-05-01", by=by, citation=cited))
    brought = next(name for name, *_ in kept(service) if name.startswith("c-"))
    record(service, act("payload-redacted", brought))

    assert kept(service) == []


def test_a_claim_redacted_in_the_batch_that_records_it_leaves_nothing(service):
    name = record(service, claim(PAGE, FIVE), dry_run=True)[0].claims[0]
    record(service, claim(PAGE, FIVE), act("payload-redacted", name))

    assert kept(service) == []


def test_claims_that_no_service_recorded_are_found_when_all_is_checked(service, take):
    from events import parse_claim

    service.log.append([parse_claim(claim(PAGE, FIVE)), parse_claim(awarded())])
    take(service, PAGE, HTML)
    assert kept(service) == []
    assert why(service, "harbour")["claims"][0]["chain"][0]["capture"]["outcome"] is None
    assert [each.outcome for each in service.check_captures()] == ["found"]
    assert [outcome for *_, outcome in kept(service)] == ["found"]


def test_recording_without_a_hash_asks_the_database_nothing_more(service, take, monkeypatch):
    statements = []
    bound = Prepared.bound

    def noted(self, connection, asked):
        statements.append(str(self.statement))
        return bound(self, connection, asked)

    monkeypatch.setattr(Prepared, "bound", noted)

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    event.listen(service.engine, "before_cursor_execute", note)
    record(service, awarded())
    assert [each for each in statements if "capture" in each or "quote" in each] == []
    assert [each for each in statements if str(log_events.name) in each]


def test_many_claims_may_cite_the_same_bytes(service, take):
    text = "\n".join(f"row {number}" for number in range(1_200)).encode()
    said = [
        claim(text, f"row {number}", occurrence=f"o-{number}", note="n") for number in range(1_200)
    ]
    record(service, *said)
    captured = take(service, text, "text/plain")

    assert captured == sha(text)
    assert {outcome for *_, outcome in kept(service)} == {"found"}
    assert len(kept(service)) == 1_200


def test_a_capture_and_its_claims_arriving_at_once_leave_no_quote_unchecked(service, take):
    bodies = [b"awarded %d projects" % number for number in range(20)]
    said = [
        claim(body, body.decode(), occurrence=f"o-{number}") for number, body in enumerate(bodies)
    ]
    with ThreadPoolExecutor(2) as pool:
        taking = pool.submit(lambda: [take(service, body, "text/plain") for body in bodies])
        recording = pool.submit(lambda: [record(service, each) for each in said])
        assert len(taking.result(timeout=60)) == len(recording.result(timeout=60))

    assert {outcome for *_, outcome in kept(service)} == {"found"}
