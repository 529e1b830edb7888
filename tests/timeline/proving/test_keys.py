"""The file of keys is made once, kept from others, and refused in one line where it is not as it should be."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from timeline.errors import BadKeyFile
from timeline.proving.keys import PRIVATE, Keys, open_keys, rotate
from timeline.proving.notes import ED25519, Note, Signer, base64, sign

SEED = b"\3" * 32
WORDS = base64(b"\1" + SEED)
TEXT = "something to sign\n"


def line_of(name: str, seed: bytes = SEED) -> str:
    return f"{PRIVATE}{name}+{Signer(name, seed).verifier.id.hex()}+{base64(ED25519 + seed)}"


def signed_by(keys: Keys) -> list[str]:
    note = Note.read(sign(TEXT, keys.signing))
    return [each.text for each in note.signed_by(keys.verifiers)]


def test_the_file_is_made_once_for_its_owner_alone(key: Path):
    first = open_keys(key)
    content = key.read_bytes()

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [each.name for each in key.parent.iterdir()] == [key.name]
    assert open_keys(key) == open_keys(key, "another.example/log") == first
    assert key.read_bytes() == content
    (verifier,) = first.verifiers
    assert first.origin == f"timeline/{verifier.key.hex()[:16]}"


def test_the_mode_does_not_depend_on_that_of_the_process(key: Path):
    before = os.umask(0)
    try:
        open_keys(key)
        rotate(key)
    finally:
        os.umask(before)

    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_log_is_named_as_the_setting_says_when_its_first_key_is_made(key: Path):
    assert open_keys(key, "example.com/log").origin == "example.com/log"
    assert rotate(key).origin == "example.com/log"


@pytest.mark.parametrize("origin", ["a log", "a+b", "tab\there", "line\nend", "\0", "\u2003"])
def test_a_name_that_no_checkpoint_can_have_is_refused_and_no_file_made(key: Path, origin: str):
    with pytest.raises(BadKeyFile, match="cannot be named") as refused:
        open_keys(key, origin)

    assert "\n" not in str(refused.value)
    assert list(key.parent.iterdir()) == []


def test_all_who_open_a_new_file_at_once_have_the_same_key(key: Path):
    paths = [key.with_name(f"{number}.key") for number in range(60) for _ in range(6)]
    with ThreadPoolExecutor(8) as pool:
        found = list(zip(paths, pool.map(open_keys, paths), strict=True))

    assert len({(path, keys) for path, keys in found}) == len(set(paths))
    assert set(key.parent.iterdir()) == set(paths)


def test_a_new_key_signs_beside_the_one_before_and_older_ones_only_verify(key: Path):
    one = open_keys(key)
    two = rotate(key)
    three = rotate(key)

    assert two.verifiers[:1] == one.verifiers
    assert three.verifiers[:2] == two.verifiers
    assert len(three.verifiers) == len(set(three.verifiers)) == 3
    assert open_keys(key) == three
    assert {keys.origin for keys in (one, two, three)} == {one.origin}
    assert signed_by(one) == [one.verifiers[0].text]
    assert signed_by(two) == [each.text for each in reversed(two.verifiers)]
    assert signed_by(three) == [each.text for each in reversed(three.verifiers[1:])]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [each.name for each in key.parent.iterdir()] == [key.name]


def test_a_file_without_a_last_line_end_can_be_added_to(key: Path):
    before = open_keys(key)
    key.write_text(key.read_text().rstrip("\n"))

    assert rotate(key).verifiers[0] == before.verifiers[0]
    assert len(open_keys(key).verifiers) == 2


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o620, 0o601])
def test_a_file_that_others_have_a_right_to_is_refused(key: Path, mode: int):
    open_keys(key)
    key.chmod(mode)

    for act in (open_keys, rotate):
        with pytest.raises(BadKeyFile, match="its mode must be 600"):
            act(key)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\xff\xfe",
        b"no key at all\n",
        PRIVATE.encode(),
        line_of("one").removeprefix(PRIVATE).encode(),
        line_of("one")[:-1].encode(),
        line_of("one")[:-4].encode(),
        f"{line_of('one')}\n\n".encode(),
        f"{line_of('one')}\n{line_of('other', b'4' * 32)}\n".encode(),
        line_of("one").replace("+one+", "+two+").encode(),
        line_of("one").replace("AQMD", "AgMD").encode(),
        Signer("one", SEED).verifier.text.encode(),
        f"{PRIVATE}+{line_of('one').split('+', 3)[3]}\n".encode(),
        f"{PRIVATE}a b+00000000+{WORDS}\n".encode(),
    ],
)
def test_a_file_that_holds_anything_else_is_refused_in_one_line_and_left_as_it_was(
    key: Path, content: bytes
):
    key.touch(mode=0o600)
    key.write_bytes(content)

    for act in (open_keys, rotate):
        with pytest.raises(BadKeyFile, match=r"^key: ") as refused:
            act(key)
        assert "\n" not in str(refused.value)
        assert WORDS[:12] not in str(refused.value)
    assert key.read_bytes() == content


def test_a_place_where_no_file_can_be_is_refused_in_one_line(tmp_path: Path):
    for path in (
        tmp_path,
        tmp_path / "none" / "key",
        Path("/dev/null/key"),
        tmp_path / ("k" * 300),
    ):
        with pytest.raises(BadKeyFile, match=r"^key: ") as refused:
            open_keys(path)
        assert "\n" not in str(refused.value)


def test_a_key_is_not_shown_where_keys_are_printed(key: Path):
    (signer,) = open_keys(key).signers

    for shown in (repr(open_keys(key)), str(signer), repr(signer)):
        assert repr(signer.seed) not in shown
        assert signer.seed.hex() not in shown
