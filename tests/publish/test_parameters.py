"""Which pages there are: only reports, parameters and values that are known, and file names that are safe."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.errors import ParameterError
from vv_analysis.publish.names import slug
from vv_analysis.publish.parameters import jobs
from vv_analysis.publish.report_parameters import REPORTS, Known, parameter_cell
from vv_analysis.settings import load

INJECTIONS = [
    "x=1\nimport os;os.getcwd() #",
    "category = 1; import os",
    "category\n",
    "__import__('os')",
    "Category",
    " category",
    "category ",
    "ｃategory",
    "",
    "../category",
    "lambda",
]


@pytest.fixture
def known(data):
    """Where this project's values are looked up, without reading everything again."""
    return Known(load(), lambda: data)


def test_this_project_has_67_pages_of_nine_reports(known):
    made = jobs(load(), known=known)
    assert Counter(job.report for job in made) == {
        "public_record": 1, "rr3_briefing": 1, "national": 1, "publication_changes": 1, "category": 6, "region": 12,
        "area": 43, "organisation": 1, "data_quality": 1,
    }  # fmt: skip
    assert len({job.key for job in made}) == 67


def test_the_pages_of_a_region_carry_its_name(known):
    wales = next(job for job in jobs(load(), known=known) if job.parameters == {"region": "Wales"})
    assert (wales.key, wales.title, wales.illustrative) == ("region/wales", "Wales", True)


def test_one_value_makes_only_the_pages_that_have_it(known):
    assert [job.key for job in jobs(load(), [], {"region": "Wales"}, known)] == ["region/wales"]


def test_the_parameter_cell_of_every_notebook_is_made_by_its_model():
    for name, model in REPORTS.items():
        cells = json.loads((load().notebooks / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        assert "".join(cells[0]["source"]) == parameter_cell(model), name


def test_the_help_of_a_run_says_what_each_report_may_be_asked_for(vv):
    code, said, _ = vv("run", "--help")
    assert code == 0
    for name in REPORTS:
        assert f"{name}:" in said
    assert "--set region=… (one of the 12 probation regions)" in said


def test_an_edition_typed_wrong_is_suggested_from_the_data(known):
    with pytest.raises(ParameterError, match="did you mean 'illustrative-2020-07'"):
        jobs(load(), ["publication_changes"], {"edition": "ilustrative-2020-07"}, known)


def test_an_organisation_that_handed_over_its_contracts_is_no_part_of_a_release(data):
    real = dataclasses.replace(data, contracts=data.contracts.assign(data_status="reported"))
    handed_over = Known(load(), lambda: real)
    with pytest.raises(ParameterError, match="for its eyes only and cannot be part of a release"):
        jobs(load(), known=handed_over)
    alone = jobs(load(), ["organisation"], {"organisation": "Emberquoit Futures"}, handed_over)
    assert [job.title for job in alone] == ["Emberquoit Futures"]


def test_values_in_the_settings_choose_the_pages_of_a_report(project):
    text = (project.home / "vv.toml").read_text(encoding="utf-8")
    (project.home / "vv.toml").write_text(text + 'values = { category = ["accommodation"] }\n', encoding="utf-8")
    assert [job.key for job in jobs(load(project.home), ["category"])] == ["category/accommodation"]


def test_a_value_in_the_settings_that_is_none_is_refused(project):
    text = (project.home / "vv.toml").read_text(encoding="utf-8")
    (project.home / "vv.toml").write_text(text + 'values = { category = ["acommodation"] }\n', encoding="utf-8")
    with pytest.raises(ParameterError, match="did you mean 'accommodation'"):
        jobs(load(project.home), ["category"])


def test_pages_of_a_service_are_titled_in_words(project):
    titles = [job.title for job in jobs(project, ["category"])]
    assert titles[0] == "Accommodation"
    assert titles[-1] == "Women's services"


def test_one_value_makes_one_page(project):
    made = jobs(project, ["category"], {"category": "accommodation"})
    assert [job.key for job in made] == ["category/accommodation"]


@pytest.mark.parametrize("typed", ["Category", "categry", "categories"])
def test_a_report_typed_wrong_is_suggested(project, typed):
    with pytest.raises(ParameterError, match="did you mean 'category'"):
        jobs(project, [typed])


def test_a_value_typed_wrong_is_suggested(project):
    with pytest.raises(ParameterError, match="did you mean 'accommodation'"):
        jobs(project, [], {"category": "acommodation"})


def test_a_value_like_no_other_gets_the_list(project):
    with pytest.raises(ParameterError, match="expected one of accommodation, finance-benefits-debt"):
        jobs(project, [], {"category": "zzzz"})


def test_a_parameter_of_another_report_is_refused(project):
    with pytest.raises(ParameterError, match="'category' is no parameter"):
        jobs(project, ["public_record"], {"category": "accommodation"})


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_parameter_name_that_is_code_never_reaches_the_notebook(project, name):
    with pytest.raises(ParameterError, match="is no parameter"):
        jobs(project, [], {name: "accommodation"})


@pytest.mark.parametrize("value", ['"; import os; "', "accommodation\n", "Accommodation", "../accommodation", ""])
def test_a_value_that_is_not_in_the_list_is_refused_whatever_it_is(project, value):
    with pytest.raises(ParameterError, match="is no value of category"):
        jobs(project, [], {"category": value})


def faults(project):
    return {job.report: job.fault for job in jobs(project)}


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ('service = "x"', "'category' is not declared in the notebook; expected one of service; add it to the cell"),
        ("if True", "the cell tagged 'parameters' is not Python (expected ':'); correct it."),
    ],
)
def test_a_notebook_that_cannot_be_given_its_parameters_is_the_fault_of_its_own_pages(
    project, notebook_at, cell, sentence
):
    notebook_at(project.notebooks / "category.ipynb", "1", parameters=cell)
    found = faults(project)
    assert found["category"].startswith(f"category.ipynb: {sentence}")
    assert found["public_record"] == ""


def test_a_notebook_without_a_cell_for_its_parameters_says_so(project):
    path = project.notebooks / "category.ipynb"
    path.write_text(path.read_text().replace('"parameters"', '"other"'))
    assert faults(project)["category"] == "category.ipynb: there is no cell tagged 'parameters'; tag the first one."


def test_a_missing_notebook_is_named(project):
    (project.notebooks / "category.ipynb").unlink()
    assert faults(project)["category"] == "category.ipynb: the notebook of a report is missing; restore it."


def test_a_report_nobody_wrote_is_refused_in_the_settings(project):
    text = (project.home / "vv.toml").read_text(encoding="utf-8")
    (project.home / "vv.toml").write_text(text.replace('"category"', '"categorie"'), encoding="utf-8")
    with pytest.raises(ParameterError, match=r"there is no report called 'categorie'.*did you mean 'category'"):
        jobs(load(project.home))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Kent, Surrey and Sussex", "kent-surrey-and-sussex"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows", "c-windows"),
        ("Côte d'Azur", "cote-d-azur"),
        ("a\x00b", "a-b"),
        ("ａ／ｂ", "a-b"),
        ("x" * 200, "x" * 64),
    ],
)
def test_a_file_name_is_made_of_letters_digits_and_hyphens(words, name):
    assert slug(words) == name


@pytest.mark.parametrize("words", ["", "...", "／", "日本", "\n"])
def test_words_without_a_letter_or_digit_make_no_file_name(words):
    with pytest.raises(ParameterError, match="makes no file name"):
        slug(words)


@given(st.text(max_size=200))
def test_no_text_at_all_makes_an_unsafe_file_name(words):
    try:
        made = slug(words)
    except ParameterError:
        return
    assert re.fullmatch(r"[a-z0-9-]{1,64}", made)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"cells": 3}', "\x00"])
def test_a_file_that_is_no_notebook_is_refused_by_its_name(project, text):
    (project.notebooks / "category.ipynb").write_text(text, encoding="utf-8")
    assert faults(project)["category"] == "category.ipynb: this is no notebook; restore it."
