"""The spans of standing say at every known instant and position what the claims' standing is."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import Redacted
from projections import UNTURNED, standing_spans, standings
from tests.oracle.acted import acted_logs, redacted_logs
from tests.oracle.logs import questions
from tests.oracle.profiles import many


@pytest.mark.slow
@many(150)
@given(st.data())
def test_spans_are_the_standing_at_every_known_instant_and_position(data):
    entries = data.draw(st.one_of(acted_logs(), redacted_logs()))
    by_stream = sorted(entries, key=lambda entry: entry.occurrence)
    for name, group in groupby(by_stream, key=lambda entry: entry.occurrence):
        told = list(group)
        spans = list(standing_spans(name, told))
        assert {span.occurrence for span in spans} <= {name}
        for _ in range(8):
            asked = data.draw(questions(entries))
            # What was redacted counts at no position, as if it had been gone from the first.
            upto = [e for e in told if e.position <= asked.position]
            expected = {
                (each.event.position, each.counts, each.set_aside_by and each.set_aside_by.act.id)
                for each in standings(upto, asked.known)
            }
            found = [
                (span.at, span.counts, span.by)
                for span in spans
                if span.known_from <= asked.known < span.known_to
                and span.since <= asked.position < span.until
            ]
            assert set(found) == expected
            assert len(found) == len(expected)


@given(acted_logs())
def test_spans_of_one_claim_do_not_overlap(entries):
    told = [entry for entry in entries if not isinstance(entry, Redacted)]
    spans = sorted(standing_spans("all", told), key=lambda span: (span.at, span.known_from))

    for span in spans:
        assert span.known_from < span.known_to
        assert span.at <= span.since < span.until <= UNTURNED
