"""The manifest of an export is signed, so that whoever has the key finds a change in any of its files."""

import json
from hashlib import sha256

import pytest
from typer.testing import CliRunner

from tests.timeline.story import awarded
from timeline import Item, Unproven
from timeline.cli import app
from timeline.exporting.manifest import NAME, Manifest
from timeline.exporting.signing import NAME as NOTE
from timeline.exporting.verifying import verify_export
from timeline.proving.keys import open_keys, rotate
from timeline.proving.notes import Checkpoint, Note, sign

from .exported import manifest_of, written


@pytest.fixture
def folder(casebook, tmp_path):
    """The casebook exported."""
    written(casebook, tmp_path / "out", form="jsonl")
    return tmp_path / "out"


@pytest.fixture
def trusted(casebook):
    return casebook.keys.verifiers


def rewritten(folder, table, content):
    """Write a table's file and the manifest anew, as one would who has no key."""
    said = manifest_of(folder).model_dump(mode="json")
    (file,) = said["tables"][table]["files"]
    (folder / file["path"]).write_bytes(content)
    file |= {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    (folder / NAME).write_bytes(Manifest.model_validate(said).canonical())


def test_a_change_in_any_file_is_found(folder, trusted):
    assert verify_export(folder, trusted).signed
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) == 14
    for path in files:
        content = path.read_bytes()
        for changed in (content + b"\n", content[:-1], content.replace(b"a", b"b", 1), None):
            if changed == content:
                continue
            path.unlink()
            if changed is not None:
                path.write_bytes(changed)
            with pytest.raises(Unproven):
                verify_export(folder, trusted)
            path.write_bytes(content)
    assert verify_export(folder, trusted).trusted == trusted


def test_what_does_not_belong_there_is_found(folder, trusted, tmp_path):
    for place in ("more.txt", "events/more.jsonl", ".hidden"):
        (folder / place).write_text("")
        with pytest.raises(Unproven, match="the manifest does not name it"):
            verify_export(folder, trusted)
        (folder / place).unlink()
    (folder / "link").symlink_to(tmp_path)
    with pytest.raises(Unproven, match="link: the manifest does not name it"):
        verify_export(folder, trusted)


def test_rows_and_manifest_that_were_changed_together_are_found(folder, trusted):
    (exposure,) = (folder / "exposure").iterdir()
    rewritten(folder, "exposure", exposure.read_bytes().replace(b"dahua", b"dahau"))

    for keys in ((), trusted):
        with pytest.raises(Unproven, match=r"^manifest.note: it is not that of this manifest"):
            verify_export(folder, keys)
    (folder / NOTE).unlink()
    with pytest.raises(Unproven, match="no key that was given has signed the manifest"):
        verify_export(folder, trusted)
    assert not verify_export(folder).signed


def test_the_note_of_another_export_or_of_another_key_is_none(folder, trusted, casebook, tmp_path):
    (folder / NOTE).rename(tmp_path / "note")
    written(casebook, tmp_path / "csv", form="csv")
    (folder / NOTE).write_bytes((tmp_path / "csv" / NOTE).read_bytes())
    with pytest.raises(Unproven, match="it is not that of this manifest"):
        verify_export(folder, trusted)

    note = Note.read((tmp_path / "note").read_text(encoding="utf-8"))
    stranger = open_keys(tmp_path / "other.key", trusted[0].name)
    (folder / NOTE).write_text(sign(note.text, stranger.signers), encoding="utf-8")
    with pytest.raises(Unproven, match="no key that was given has signed the manifest"):
        verify_export(folder, trusted)
    assert not verify_export(folder).signed


def test_a_note_of_a_manifest_is_no_checkpoint_and_a_checkpoint_no_note(folder, trusted):
    note = Note.read((folder / NOTE).read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match=r"expected a checkpoint|expected Base64"):
        Checkpoint.read(note.text)
    assert note.text.split("\n")[2] == sha256((folder / NAME).read_bytes()).hexdigest()

    (folder / NOTE).write_text(manifest_of(folder).checkpoint, encoding="utf-8")
    with pytest.raises(Unproven, match="it is not that of this manifest"):
        verify_export(folder, trusted)


def test_those_who_trust_a_key_that_signed_the_checkpoint_can_verify_the_manifest(
    casebook, tmp_path
):
    path = tmp_path / "timeline.key"
    (first,) = casebook.keys.verifiers
    written(casebook, tmp_path / "first")
    rotate(path)
    rotate(path)
    written(casebook, tmp_path / "again")
    casebook.record([Item(awarded())])
    written(casebook, tmp_path / "later")

    newest = casebook.keys.verifiers[-1]
    for name in ("first", "again"):
        assert verify_export(tmp_path / name, [first]).signed
    assert verify_export(tmp_path / "later", [newest]).signed
    with pytest.raises(Unproven, match="no key that was given"):
        verify_export(tmp_path / "later", [first])


def test_an_empty_log_has_nothing_to_sign(service, tmp_path):
    written(service, tmp_path / "out")

    assert not (tmp_path / "out" / NOTE).exists()
    assert not verify_export(tmp_path / "out").signed


def test_the_command_says_what_is_proven(folder, casebook, monkeypatch):
    url = casebook.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("TIMELINE_DATABASE", url)
    key = casebook.keys.verifiers[0].text

    def said(*words):
        result = CliRunner().invoke(app, ["export", str(folder), "--verify", *words])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "the other tables are as that key signed them" in said("--key", key)
    assert "nobody vouches for that key here" in said()
    assert json.loads(said("--key", key, "--json"))["signed"] is True
    (folder / NOTE).unlink()
    assert "as the manifest says, which is not signed" in said()
