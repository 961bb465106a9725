"""Which pages there are: only reports, parameters and values that are known, and file names that are safe."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.errors import ParameterError
from vv_analysis.publish.parameters import jobs, slug
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


def test_this_project_has_one_page_of_the_record_twelve_of_regions_and_six_of_services():
    made = jobs(load())
    assert [job.report for job in made] == ["public_record"] + ["region"] * 12 + ["category"] * 6
    assert len({job.key for job in made}) == 19


def test_the_pages_of_a_region_carry_its_name():
    wales = next(job for job in jobs(load()) if job.parameters == {"region": "Wales"})
    assert (wales.key, wales.title, wales.illustrative) == ("region/wales", "Wales", True)


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


def test_a_notebook_that_does_not_declare_the_parameter_is_refused(project, notebook_at):
    notebook_at(project.notebooks / "category.ipynb", "1", parameters='service = "x"')
    with pytest.raises(ParameterError, match="'category' is not declared in the notebook; expected one of service"):
        jobs(project)


def test_a_missing_notebook_is_named(project):
    (project.notebooks / "category.ipynb").unlink()
    with pytest.raises(ParameterError, match=r"category\.ipynb: the notebook of a report is missing"):
        jobs(project)


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
    with pytest.raises(ParameterError, match=r"category\.ipynb: this is no notebook"):
        jobs(project)
