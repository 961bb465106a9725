"""A fingerprint tells whether anything that would be read is another than before, and asks no pandas."""

import ast
import os
from pathlib import Path

import pytest

from vv_analysis.ingest.intake import fingerprint as module
from vv_analysis.ingest.intake.fingerprint import files_read_with, fingerprint
from vv_analysis.ingest.intake.last_reading import going_in

SOURCE = Path(module.__file__).parents[3]
HEAVY = {"pandas", "numpy", "pyarrow", "pandera", "openpyxl", "python_calamine", "rapidfuzz"}


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    (folder / "publications" / "july").mkdir(parents=True)
    (folder / "publications" / "july" / "publication.toml").write_text("[publication]\n")
    (folder / "table.csv").write_text("Area\n")
    return folder


def known(raw):
    return fingerprint(raw, raw / "contracts")


def test_it_names_what_is_read_and_nothing_hidden(raw):
    for name in (".hidden.csv", "~$table.xlsx"):
        (raw / name).write_text("x")
    assert list(known(raw)) == ["raw/publications/july/publication.toml", "raw/table.csv"]


def test_contracts_and_decisions_that_stand_elsewhere_are_told_apart(raw, tmp_path):
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "table.csv").write_text("Area\n")
    (vault / "organisation_names.csv").write_text("from\n")
    found = fingerprint(raw, vault, vault)
    assert {"raw/table.csv", "contracts/table.csv", "decisions/organisation_names.csv"} <= set(found)
    assert found["raw/table.csv"] == found["contracts/table.csv"]


def test_other_bytes_another_name_and_another_place_are_another_fingerprint(raw):
    before = known(raw)
    (raw / "table.csv").write_text("area\n")
    assert known(raw) != before
    (raw / "table.csv").write_text("Area\n")
    assert known(raw) == before
    (raw / "table.csv").rename(raw / "other.csv")
    assert known(raw) != before


def test_the_day_of_a_file_makes_no_difference(raw):
    before = known(raw)
    os.utime(raw / "table.csv", (1, 1))
    assert known(raw) == before


def test_where_a_link_leads_makes_a_difference(raw, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / "illustrative").mkdir(parents=True)
        (tmp_path / name / "illustrative" / "c.csv").write_text("x")
    fingerprints = []
    for target in ("one", "two", "one/illustrative"):
        (raw / "linked").unlink(missing_ok=True)
        (raw / "linked").symlink_to(tmp_path / target, target_is_directory=True)
        fingerprints.append(known(raw))
    assert fingerprints[0] != fingerprints[1] != fingerprints[2]


def test_an_edition_behind_a_link_brings_the_one_it_follows(raw, tmp_path):
    for name, said in {"a": "", "b": 'follows = "a"\n'}.items():
        (tmp_path / "vault" / name).mkdir(parents=True)
        (tmp_path / "vault" / name / "publication.toml").write_text(f"[publication]\n{said}")
    (raw / "b").symlink_to(tmp_path / "vault" / "b", target_is_directory=True)
    before = known(raw)
    (tmp_path / "vault" / "a" / "table.csv").write_text("x")
    assert known(raw) != before


def test_a_link_that_leads_round_is_followed_once(raw):
    (raw / "round").symlink_to(raw, target_is_directory=True)
    assert "raw/table.csv" in known(raw)


def test_a_pipe_is_not_waited_on_and_nothing_is_known_of_it(raw):
    os.mkfifo(raw / "pipe.csv")
    assert known(raw)["raw/pipe.csv"] == ""
    assert not going_in(raw, raw, None).is_known


@pytest.mark.parametrize("follows", ["../../secret", "/etc", ".hidden", "a\\b", "\\u0000", ""])
def test_no_name_leads_out_of_the_folder_of_editions(raw, follows):
    folder = raw / "publications" / "july"
    (folder / "publication.toml").write_text(f'[publication]\nfollows = "{follows}"\n', encoding="utf-8")
    assert files_read_with(folder) == [folder / "publication.toml"]


@pytest.mark.parametrize("start", ["fingerprint", "last_reading"])
def test_to_compare_no_library_of_figures_is_loaded(start):
    asked, looked_at = [f"vv_analysis.ingest.intake.{start}"], set()
    while asked:
        name = asked.pop()
        path = SOURCE / f"{name.replace('.', '/')}.py"
        if name in looked_at or not path.is_file():
            continue
        looked_at.add(name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not {each.partition(".")[0] for each in names} & HEAVY, name
            asked += names
    assert len(looked_at) > 0
