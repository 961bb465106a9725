"""The settings of a project are read in one place, and what is wrong in them is said with the name of the setting."""

from __future__ import annotations

import pytest

from vv_analysis.errors import SettingsError
from vv_analysis.publish.report_parameters import REPORTS
from vv_analysis.settings import CONTRACTS_VARIABLE, HOME_VARIABLE, load

COMPARISON = """
[comparison]
edition = "later"
earlier_edition = "earlier"
steady_year = "2024-25"
prices = "2020-21"
"""
REPORT = """
[[report]]
name = "region"
title = "Regions"
answers = "What changed?"
"""


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    monkeypatch.delenv(CONTRACTS_VARIABLE, raising=False)


def project(folder, text=COMPARISON + REPORT):
    (folder / "vv.toml").write_text(text, encoding="utf-8")
    return folder


def refusal(folder, text):
    with pytest.raises(SettingsError) as caught:
        load(project(folder, text))
    return str(caught.value)


def test_what_is_left_out_takes_the_value_that_is_usual(tmp_path):
    read = load(project(tmp_path))
    assert (read.run.jobs, read.run.cell_seconds, read.run.releases_kept) == (0, 120, 5)
    assert read.raw == tmp_path / "data" / "raw"
    assert read.contracts == tmp_path / "data" / "raw" / "contracts"
    assert read.processed == tmp_path / "data" / "processed"
    assert read.reports == tmp_path / "reports"
    assert read.as_at is None


def test_the_project_is_found_from_a_folder_inside_it(tmp_path, monkeypatch):
    inside = project(tmp_path) / "notebooks" / "deep"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert load().home == tmp_path


def test_the_nearest_settings_above_count(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    project(tmp_path)
    assert load(project(inner)).home == inner


def test_vv_home_names_the_project_wherever_one_stands(tmp_path, monkeypatch):
    project(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    monkeypatch.chdir(elsewhere)
    assert load().home == tmp_path


def test_vv_home_is_not_searched_upwards(tmp_path, monkeypatch):
    inside = project(tmp_path) / "inside"
    inside.mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(inside))
    with pytest.raises(SettingsError, match=r"there is no vv\.toml"):
        load()


def test_no_settings_anywhere_is_said_with_the_two_ways_out(tmp_path):
    with pytest.raises(SettingsError, match="change into the project, or set VV_HOME to it"):
        load(tmp_path)


def test_confidential_contracts_may_stand_outside_the_repository(tmp_path, monkeypatch):
    monkeypatch.setenv(CONTRACTS_VARIABLE, str(tmp_path / "vault"))
    assert load(project(tmp_path)).contracts == tmp_path / "vault"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[run]\njobs = -1\n" + COMPARISON, "run.jobs"),
        ("[run]\njobs = 'many'\n" + COMPARISON, "run.jobs"),
        ("[run]\nsecondz = 3\n" + COMPARISON, "run.secondz"),
        ("[run]\ncell_seconds = 0\n" + COMPARISON, "run.cell_seconds"),
        ("[run]\nreleases_kept = 0\n" + COMPARISON, "run.releases_kept"),
        ("surprise = 1\n" + COMPARISON, "surprise"),
        ("home = '/tmp'\n" + COMPARISON, "home"),
        ("as_at = 'soon'\n" + COMPARISON, "as_at"),
        (COMPARISON.replace("2024-25", "2024/25"), "comparison.steady_year"),
        (COMPARISON.replace('edition = "later"', ""), "comparison.edition"),
        (COMPARISON + REPORT.replace("region", "../region"), "report.0.name"),
        (COMPARISON + REPORT + "colour = 'red'\n", "report.0.colour"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(tmp_path, text, field):
    said = refusal(tmp_path, text if "[[report]]" in text else text + REPORT)
    assert field in said
    assert said.startswith("vv.toml: ")
    assert "\n" not in said


def test_two_reports_of_one_name_are_refused_for_their_pages_would_overwrite_each_other(tmp_path):
    assert "region" in refusal(tmp_path, COMPARISON + REPORT + REPORT)


@pytest.mark.parametrize("text", ["[run", "= 3", "jobs = 1\njobs = 2"])
def test_what_is_not_toml_is_refused_in_one_sentence(tmp_path, text):
    assert "this is not TOML" in refusal(tmp_path, text)


def test_bytes_that_are_no_text_are_refused_too(tmp_path):
    (tmp_path / "vv.toml").write_bytes(b"title = '\xff\xfe'")
    with pytest.raises(SettingsError, match="this is not TOML"):
        load(tmp_path)


def test_settings_are_never_changed(tmp_path):
    read = load(project(tmp_path))
    with pytest.raises(ValueError, match="frozen"):
        read.run.jobs = 3


def test_the_settings_of_this_project_name_its_nine_reports_of_which_one_is_of_real_figures_alone():
    assert {report.name for report in load().report} == set(REPORTS)
    assert [report.name for report in load().report if not report.illustrative] == ["public_record"]


def test_a_byte_order_mark_of_a_windows_editor_is_no_mistake(tmp_path):
    (tmp_path / "vv.toml").write_text(COMPARISON + REPORT, encoding="utf-8-sig")
    assert load(tmp_path).comparison.edition == "later"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[run]\nsecondz = 3\n" + COMPARISON + REPORT, "there is no setting run.secondz; correct its name"),
        (COMPARISON.replace('edition = "later"', "") + REPORT, "comparison.edition is missing; add the setting."),
        (COMPARISON, "report is missing; add the setting."),
    ],
)
def test_a_setting_too_many_and_one_too_few_are_told_apart(tmp_path, text, said):
    assert said in refusal(tmp_path, text)
