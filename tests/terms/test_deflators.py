"""A price index says which release it is and which file it was read from."""

import hashlib

import pytest

from vv_analysis.errors import FrameError
from vv_analysis.terms import reference


def test_the_deflator_names_its_release_and_carries_the_hash_of_its_file():
    index = reference.deflators()
    digest = hashlib.sha256((reference.folder() / "deflators.csv").read_bytes()).hexdigest()
    assert index.name == "GDP deflator, release of 2025-12"
    assert index.attrs == {"release": "2025-12", "sha256": digest[:12]}


def test_another_release_is_named_after_itself():
    index = reference.deflators("2026-03")
    assert index.to_dict() == {"2020-21": 85.1}
    assert index.name == "GDP deflator, release of 2026-03"


def test_a_release_that_is_not_on_file_is_refused():
    with pytest.raises(FrameError, match="no deflators of release '1999-01'; expected one of 2025-12, 2026-03"):
        reference.deflators("1999-01")


def test_whoever_changes_a_series_in_hand_does_not_change_the_next_one():
    index = reference.deflators()
    index["2020-21"] = 1.0
    index.attrs["release"] = "none"
    assert reference.deflators()["2020-21"] == 85.1105
    assert reference.deflators().attrs["release"] == "2025-12"
