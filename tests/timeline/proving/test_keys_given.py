"""Keys given on the command line may be all that `timeline key` prints."""

from pathlib import Path

import pytest

from timeline import BadParameter
from timeline.cli.proving import read_keys
from timeline.proving.keys import open_keys, rotate


def test_all_keys_of_a_log_are_read_from_one_option(tmp_path: Path):
    open_keys(tmp_path / "timeline.key")
    verifiers = rotate(tmp_path / "timeline.key").verifiers

    assert read_keys(["\n".join(each.text for each in verifiers)]) == list(verifiers)


def test_an_empty_key_is_refused():
    with pytest.raises(BadParameter, match="key: expected NAME"):
        read_keys([""])
