"""The map of subjects proves what it holds of a key, and that it holds nothing of another."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from events import canonical_json
from projections import (
    ABSENT,
    DEPTH,
    KEY_BYTES,
    Commitment,
    Envelope,
    bucket_hash,
    bucket_of,
    chained,
    leaf_hash,
    map_root,
    node_hash,
    path_to,
    payload_hash,
    root_from_path,
)
from tests.oracle.profiles import many

FIRST = st.one_of(
    st.binary(min_size=2, max_size=2), st.sampled_from([b"\0\0", b"\0\1", b"\xff\xff"])
)
KEYS = st.builds(bytes.__add__, FIRST, st.binary(min_size=KEY_BYTES - 2, max_size=KEY_BYTES - 2))
COMMITMENTS = st.builds(
    Commitment, KEYS, st.integers(1, 1 << 40), st.binary(min_size=32, max_size=32)
)
MAPS = st.lists(COMMITMENTS, max_size=30, unique_by=lambda each: each.key)
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text("\0\1\x1f\x7f\"\\/\b\t\n\f\r\x80\u2028\u2029\ufeff\uffff😀é<>&'"),
)
MAYBE = st.one_of(st.none(), TEXT)
WHOLE = st.integers(0, 1 << 62)


def by_bucket(entries: list[Commitment]) -> dict[int, list[Commitment]]:
    found: dict[int, list[Commitment]] = {}
    for each in entries:
        found.setdefault(bucket_of(each.key), []).append(each)
    return found


def hashes(entries: list[Commitment]) -> dict[int, bytes]:
    return {number: bucket_hash(held) for number, held in by_bucket(entries).items()}


def defined(buckets: dict[int, bytes], first: int = 0, height: int = DEPTH) -> bytes:
    """The root over the buckets below a node, told from the top down."""
    within = {n: each for n, each in buckets.items() if first <= n < first + (1 << height)}
    if not within or height == 0:
        return within.get(first, ABSENT)
    half = 1 << (height - 1)
    left = defined(within, first, height - 1)
    right = defined(within, first + half, height - 1)
    return ABSENT if left == right == ABSENT else node_hash(left, right)


@many(100)
@given(MAPS, KEYS)
def test_what_a_map_holds_of_a_key_and_that_it_holds_nothing_is_proven(
    entries: list[Commitment], other: bytes
):
    buckets, held = hashes(entries), by_bucket(entries)
    root = map_root(buckets)
    assert root == defined(buckets)
    wanted = {bucket_of(each.key) for each in entries} | {bucket_of(other)}
    paths = path_to(buckets, wanted)
    assert paths.keys() == wanted
    for number, path in paths.items():
        assert len(path) == DEPTH
        assert root_from_path(number, bucket_hash(held.get(number, [])), path) == root


@many(60)
@given(MAPS, KEYS, st.data())
def test_a_changed_bucket_or_path_leads_to_another_root(
    entries: list[Commitment], other: bytes, data: st.DataObject
):
    buckets, held = hashes(entries), by_bucket(entries)
    root = map_root(buckets)
    number = data.draw(st.sampled_from([bucket_of(other), *buckets]))
    bucket, path = held.get(number, []), path_to(buckets, [number])[number]
    for wrong in changed(bucket, other):
        assert root_from_path(number, bucket_hash(wrong), path) != root
    at, bit = data.draw(st.integers(0, DEPTH - 1)), data.draw(st.integers(0, 255))
    step = (int.from_bytes(path[at]) ^ 1 << bit).to_bytes(32)
    wrong_path = [*path[:at], step, *path[at + 1 :]]
    assert root_from_path(number, bucket_hash(bucket), wrong_path) != root
    for wrong_path in (path[1:], [*path, ABSENT], []):
        assert root_from_path(number, bucket_hash(bucket), wrong_path) is None
    for wrong_number in (-1, 1 << DEPTH):
        assert root_from_path(wrong_number, bucket_hash(bucket), path) is None


def changed(bucket: list[Commitment], other: bytes) -> list[list[Commitment]]:
    """A bucket with an entry too many, too few, or changed."""
    found = (
        [[*bucket, Commitment(other, 1, ABSENT)]] if other not in {e.key for e in bucket} else []
    )
    for at, each in enumerate(bucket):
        rest = [*bucket[:at], *bucket[at + 1 :]]
        head = (int.from_bytes(each.head) ^ 1).to_bytes(32)
        key = each.key[:-1] + bytes([each.key[-1] ^ 1])
        found += [
            rest,
            [*rest, replace(each, count=each.count + 1)],
            [*rest, replace(each, head=head)],
        ]
        if key not in {e.key for e in bucket}:
            found.append([*rest, replace(each, key=key)])
    return found


def test_an_empty_map_has_the_root_of_what_is_absent():
    assert map_root({}) == bucket_hash([]) == ABSENT
    assert root_from_path(7, ABSENT, [ABSENT] * DEPTH) == ABSENT


def test_the_order_in_which_a_bucket_is_told_does_not_matter():
    one, other = (Commitment(bytes([0, 0, n]) + bytes(13), n, ABSENT) for n in (1, 2))

    assert bucket_hash([one, other]) == bucket_hash([other, one]) != bucket_hash([one])
    assert chained(chained(ABSENT, b"1" * 32), b"2" * 32) != chained(
        chained(ABSENT, b"2" * 32), b"1" * 32
    )


@many(400)
@given(
    st.builds(
        Envelope,
        *(WHOLE, WHOLE, TEXT, WHOLE, TEXT, MAYBE, MAYBE, MAYBE),
        st.lists(KEYS, max_size=4).map(tuple),
        st.binary(min_size=32, max_size=32),
    )
)
def test_an_envelope_is_written_as_canonical_json_has_it(envelope: Envelope):
    assert envelope.canonical() == canonical_json(envelope.content())
    assert envelope.leaf() == leaf_hash(canonical_json(envelope.content()))


def test_a_salt_is_hashed_before_the_payload():
    assert payload_hash(b"salt", b"words") == payload_hash(b"", b"saltwords")
    assert payload_hash(b"salt", b"words") != payload_hash(b"", b"words")
