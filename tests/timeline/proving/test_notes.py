"""Signed notes, keys and checkpoints are read and written as C2SP has them, and nothing else is."""

import pytest

from timeline.proving.keys import open_keys
from timeline.proving.notes import (
    BadNote,
    Checkpoint,
    Note,
    Signer,
    Verifier,
    base64,
    sign,
    strict_base64,
)

# The vector of Go's note package, which C2SP signed-note describes.
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
NOTE = f"{TEXT}\n{LINE}"
NAME, ID, PUBLIC = KEY.split("+", 2)
SEED = strict_base64(PRIVATE.split("+", 4)[4])[1:]

# The examples of C2SP tlog-checkpoint and tlog-witness, the second signed twice.
SOFA = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
SOFA_LINE = "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
OTHER_LINE = "— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n"
CHECKPOINT = Checkpoint("example.com/log", 7, b"\1" * 32, b"\2" * 32)


def test_the_published_note_verifies_and_is_signed_again_to_the_same_bytes():
    verifier, signer = Verifier.read(KEY), Signer(NAME, SEED)

    assert Note.read(NOTE).signed_by([verifier]) == [verifier]
    assert Note.read(NOTE).text == TEXT
    assert signer.verifier == verifier
    assert sign(TEXT, [signer]) == NOTE
    assert verifier.text == KEY


def test_the_published_private_key_is_read_from_a_file(tmp_path):
    path = tmp_path / "key"
    path.touch(mode=0o600)
    path.write_text(f"{PRIVATE}\n")

    assert [verifier.text for verifier in open_keys(path).verifiers] == [KEY]


@pytest.mark.parametrize("at", range(len(KEY)))
def test_every_change_of_one_character_of_a_verifier_key_is_refused(at: int):
    for other in "A+b0 é":
        changed = KEY[:at] + other + KEY[at + 1 :]
        if changed != KEY:
            with pytest.raises(BadNote, match=r"key|Base64"):
                Verifier.read(changed)


@pytest.mark.parametrize(
    "key",
    [
        "",
        NAME,
        f"{NAME}+{ID}",
        f"+{ID}+{PUBLIC}",
        f"{KEY}\n",
        f" {KEY}",
        KEY.rstrip("W"),
        f"{NAME}+{ID.upper()}+{PUBLIC}",
        f"Peter Neumann+{ID}+{PUBLIC}",
        f"{NAME}+{ID}+" + base64(b"\1" + bytes(31)),
        f"{NAME}+{ID}+" + base64(b"\1" + bytes(33)),
        f"{NAME}+{ID}+" + base64(b"\2" + strict_base64(PUBLIC)[1:]),
        f"{NAME}+{ID}+{PUBLIC}+{PUBLIC}",
        PRIVATE,
    ],
)
def test_a_key_of_another_length_algorithm_or_form_is_refused_in_one_line(key: str):
    with pytest.raises(BadNote) as refused:
        Verifier.read(key)

    assert "\n" not in str(refused.value)


def test_signatures_of_other_keys_are_passed_over():
    theirs = Signer("Someone", b"\7" * 32)
    same_name = Signer(NAME, b"\7" * 32)
    note = Note.read(sign(TEXT, [theirs, Signer(NAME, SEED), same_name]))
    verifier = Verifier.read(KEY)

    assert len(note.signatures) == 3
    assert note.signed_by([verifier]) == [verifier]
    assert note.signed_by([verifier, theirs.verifier]) == [theirs.verifier, verifier]
    assert note.signed_by([]) == []
    unknown = f"{TEXT}\n— witness.example/w1 {base64(b'1234' + bytes(72))}\n{LINE}"
    assert Note.read(unknown).signed_by([verifier]) == [verifier]


@pytest.mark.parametrize(
    "note",
    [
        sign(TEXT, [Signer(NAME, b"\7" * 32)]),
        NOTE.replace("know", "knew"),
        NOTE.replace("x08go/ZJ", "x08go/ZK"),
        *(f"{TEXT}\n— {NAME} {base64(bytes.fromhex(ID) + bytes(n))}\n" for n in (63, 64, 65)),
    ],
)
def test_a_signature_of_a_known_key_that_does_not_fit_is_refused_or_counts_for_nobody(note: str):
    verifier = Verifier.read(KEY)
    try:
        found = Note.read(note).signed_by([verifier])
    except BadNote:
        return
    assert found == []


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "\n\n",
        TEXT,
        f"{TEXT}\n",
        f"\n\n{LINE}",
        f"\n{LINE}",
        LINE,
        f"{TEXT}{LINE}",
        f"{TEXT}\n{LINE}"[:-1],
        f"{TEXT}\n{LINE}\n",
        f"{TEXT}\n{LINE}\n{LINE}\n",
        f"{TEXT}\n-{LINE[1:]}",
        f"{TEXT}\n—{LINE[2:]}",
        f"{TEXT}\n— {LINE}",
        f"{TEXT}\n{LINE[:-1]} \n",
        f"{TEXT}\n— Peter+Neumann {LINE.split()[2]}\n",
        f"{TEXT}\n—  {LINE.split()[2]}\n",
        f"{TEXT}\n— {NAME} x08g\n",
        f"{TEXT}\n— {NAME} {LINE.split()[2][:-1]}\n",
        f"{TEXT}\n— {NAME} {LINE.split()[2]}=\n",
        f"{TEXT}\n{LINE[:-1]}\r\n",
        f"{TEXT}ring\a\n\n{LINE}",
        f"\0{TEXT}\n{LINE}",
    ],
)
def test_what_is_no_signed_note_is_refused_in_one_line(note: str):
    with pytest.raises(BadNote) as refused:
        Note.read(note)

    assert "\n" not in str(refused.value)


def test_a_text_may_have_empty_lines_of_its_own():
    signer = Signer(NAME, SEED)
    note = Note.read(sign("one\n\ntwo\n", [signer]))

    assert note.text == "one\n\ntwo\n"
    assert note.signed_by([signer.verifier]) == [signer.verifier]


def test_a_checkpoint_of_another_log_is_a_note_but_tells_no_root_of_subjects():
    note = Note.read(f"{SOFA}\n{SOFA_LINE}{OTHER_LINE}")

    assert note.text == SOFA
    assert [name for name, _, _ in note.signatures] == ["example.com/behind-the-sofa"] * 2
    with pytest.raises(BadNote, match=r"expected a checkpoint: .*subjects"):
        Checkpoint.read(note.text)
    with_subjects = f"{SOFA}subjects {base64(bytes(32))}\n"
    found = Checkpoint.read(with_subjects)
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)
    assert base64(found.root) == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    assert found.text == with_subjects


def test_a_checkpoint_is_read_as_it_was_written():
    assert Checkpoint.read(CHECKPOINT.text) == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n\n",
        CHECKPOINT.text[:-1],
        f"{CHECKPOINT.text}\n",
        f"{CHECKPOINT.text}more\n",
        CHECKPOINT.text.replace("\n7\n", "\n07\n"),
        CHECKPOINT.text.replace("\n7\n", "\n-7\n"),
        CHECKPOINT.text.replace("\n7\n", "\n+7\n"),
        CHECKPOINT.text.replace("\n7\n", "\n\u0667\n"),
        CHECKPOINT.text.replace("\n7\n", "\n\n"),
        CHECKPOINT.text.replace("\n7\n", "\n7.0\n"),
        CHECKPOINT.text.replace("\n7\n", "\n" + "7" * 5_000 + "\n"),
        CHECKPOINT.text.replace("\n", "\r\n"),
        CHECKPOINT.text.replace("subjects ", "subject "),
        CHECKPOINT.text.replace("subjects ", "subjects  "),
        CHECKPOINT.text.replace("subjects ", ""),
        CHECKPOINT.text.replace("A", "B", 1).replace("AQEB", "AQE"),
        CHECKPOINT.text.removeprefix("example.com/log"),
        Checkpoint("o", 1, bytes(31), bytes(32)).text,
        Checkpoint("o", 1, bytes(32), bytes(33)).text,
    ],
)
def test_what_is_no_checkpoint_is_refused_in_one_line(text: str):
    with pytest.raises(BadNote) as refused:
        Checkpoint.read(text)

    assert "\n" not in str(refused.value)
