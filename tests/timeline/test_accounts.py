"""What is worked out of an occurrence is kept for as long as its entries are those."""

import json
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from events import Event, Redacted, read_claim
from timeline import query_of
from timeline.answers.accounts import LONGEST, MOST, Accounts

KNOWN = 1 << 60
CLAIM = {
    "occurrence": "acme-harbour",
    "vendor": "acme",
    "region": "BR",
    "size": 3,
    "valid": "2016",
    "disclosed": "2017",
    "citation": {"source": "gazette"},
}
PARAMETERS = st.lists(
    st.tuples(
        st.text(st.characters(exclude_categories=["Cs"])), st.integers() | st.text("a +:,&=é")
    )
)


def award(position: int) -> Event:
    claim = read_claim("project-awarded", json.dumps(CLAIM).encode())
    return Event(position, 1_000_000 * position, claim)


def test_an_account_of_the_same_entries_is_read_once():
    accounts, entries = Accounts(), [award(1), award(2)]

    assert accounts.of("acme", entries, KNOWN) is accounts.of("acme", list(entries), KNOWN)


def test_an_account_is_read_anew_for_more_entries_or_another_instant():
    accounts, entries = Accounts(), [award(1), award(2)]
    first = accounts.of("acme", entries[:1], KNOWN)

    assert accounts.of("acme", entries, KNOWN) is not first
    assert len(accounts.of("acme", entries, KNOWN).whole.all) == 2
    assert accounts.of("acme", entries, -KNOWN).whole.all == ()


def test_an_account_is_read_anew_when_an_entry_was_redacted():
    accounts, entry = Accounts(), award(1)
    accounts.of("acme", [entry], KNOWN)
    left = Redacted(1, entry.recorded_at, entry.claim.id, entry.claim.kind, "acme-harbour")
    account = accounts.of("acme", [left], KNOWN)

    assert (account.whole.all, account.redacted) == ((), (left,))


def test_accounts_are_few_and_short():
    accounts = Accounts()
    entry, many = award(1), [award(n) for n in range(1, LONGEST + 2)]
    first = accounts.of("0", [entry], KNOWN)
    long = accounts.of("long", many, KNOWN)
    assert accounts.of("long", many, KNOWN) is not long
    for number in range(1, MOST + 1):
        accounts.of(str(number), [entry], KNOWN)

    assert accounts.of("0", [entry], KNOWN) is not first


@given(PARAMETERS)
def test_a_query_is_written_as_the_standard_library_does(parameters):
    assert query_of(parameters) == urlencode(parameters, safe=":,")
