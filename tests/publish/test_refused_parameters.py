"""What is no known name or value of a parameter is refused before anybody is asked to run a notebook (R6.10)."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import papermill
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from papermill.translators import PythonTranslator
from pydantic import ValidationError

from vv_analysis.errors import ParameterError, SettingsError
from vv_analysis.publish import one_page
from vv_analysis.publish.engines import protocol
from vv_analysis.publish.page import PageTask
from vv_analysis.publish.parameters import jobs
from vv_analysis.publish.report_parameters import REPORTS, choices
from vv_analysis.settings import Report, load

CODE_AS_A_NAME = "x=1\nimport os;os.getcwd() #"
NAMES = [
    CODE_AS_A_NAME, "category = 1; import os", "category\n", "Category", "ｃategory", " category", "", "1",
    "../category", "class", "lambda", "None", "_", "__builtins__", "__import__('os')", "__file__", "a\x00b",
    'cat"egory', "x" * 100_000, "region\\", "category\u2028import os",
]  # fmt: skip
VALUES = [
    '"; import os; "', "'; import os; '", "accommodation\n", "accommodation\r", "accommodation\nimport os",
    "Accommodation", "../accommodation", "/etc/passwd", "C:\\Windows", "a\x00b", "accommodation\x00",
    "{{ category }}", "\\", '"""', "", "x" * 100_000, "ａccommodation",
]  # fmt: skip
PAGES = ["../category/accommodation", "category/../../accommodation", "/category", "category/accommodation\x00", "."]


def shown(words):
    return ascii(words[:40])


class Nobody:
    """An engine that is not to be asked for anything."""

    def submit(self, task):
        pytest.fail(f"{task.key} was handed over")

    def results(self):
        pytest.fail("results were asked for")

    def close(self):
        pass


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    """Let no notebook be run, whoever would run it."""

    def _run(*_, **__):
        pytest.fail("a notebook was run")

    monkeypatch.setattr(protocol, "engine", lambda *_: Nobody())
    monkeypatch.setattr(one_page, "make_page", _run)
    monkeypatch.setattr(papermill, "execute_notebook", _run)


@pytest.fixture
def refused(vv, project, monkeypatch):
    """Return a way to type what is refused, in the project; it answers with what was complained of."""
    monkeypatch.chdir(project.home)

    def _typed(*words):
        code, _, complaint = vv(*words)
        assert code == 2
        assert len(complaint.splitlines()) == 1
        assert not (project.reports / "current").exists()
        return complaint

    return _typed


def with_values(project, name, value="accommodation"):
    """Give the last report of the settings, that of services, values of a parameter."""
    said = f"values = {{ {json.dumps(name, ensure_ascii=False)} = [{json.dumps(value, ensure_ascii=False)}] }}\n"
    with (project.home / "vv.toml").open("a", encoding="utf-8", newline="") as settings:
        settings.write(said)


@pytest.mark.parametrize("name", NAMES, ids=shown)
def test_a_name_that_is_typed_and_is_none_is_refused(refused, name):
    assert "is no parameter" in refused("run", "--set", f"{name}=accommodation") or "=" in name


@pytest.mark.parametrize("name", NAMES, ids=shown)
def test_a_name_in_the_settings_that_is_none_is_refused(refused, project, name):
    with_values(project, name)
    complaint = refused("run")
    assert "is no parameter of category" in complaint or "report.1.values" in complaint or "not TOML" in complaint
    assert len(complaint) < 500


@pytest.mark.parametrize("value", VALUES, ids=shown)
def test_a_value_that_is_typed_and_is_none_is_refused(refused, value):
    complaint = refused("run", "--set", f"category={value}")
    assert "is no value of category" in complaint
    assert len(complaint) < 500


@pytest.mark.parametrize("value", VALUES, ids=shown)
def test_a_value_in_the_settings_that_is_none_is_refused(refused, project, value):
    with_values(project, "category", value)
    assert "is no value of category" in refused("run")


@pytest.mark.parametrize("name", PAGES, ids=shown)
def test_a_page_that_leads_elsewhere_is_refused(refused, tmp_path, project, name):
    (project.home / "data" / "raw" / "contracts").mkdir()
    assert "is no page" in refused("page", name, "--into", tmp_path / "made")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    "name", ["../region", "/region", "region/../..", "re gion", "region\n", "con.", "régional", ""]
)
def test_a_report_whose_name_leads_elsewhere_is_refused(project, name):
    text = (project.home / "vv.toml").read_text(encoding="utf-8")
    (project.home / "vv.toml").write_text(text.replace('"category"', json.dumps(name)), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"report\.1\.name is not understood"):
        load(project.home)


def task(**other):
    asked = {
        "key": "k", "report": "category", "title": "A page", "slug": "page", "notebook": Path("in.ipynb"),
        "parameters": {"category": "x"}, "home": Path(), "folder": Path(), "as_at": "2026-03-11", "version": "0.1.0",
        "cell_seconds": 1, "page_seconds": 1, "memory_bytes": 1,
    }  # fmt: skip
    return PageTask(**asked | other)


@pytest.mark.parametrize("name", set(NAMES) - {"Category", "ｃategory", "x" * 100_000}, ids=shown)
def test_no_engine_can_be_handed_a_name_that_is_code(name):
    with pytest.raises(ValidationError, match="is no name of a parameter"):
        task(parameters={name: "x"})


@pytest.mark.parametrize("part", ["report", "slug"])
@pytest.mark.parametrize("name", ["..", "../a", "a/b", "a\\b", "/a", "a\x00", ""])
def test_no_engine_can_be_handed_a_page_that_leads_elsewhere(part, name):
    with pytest.raises(ValidationError, match="should match pattern"):
        task(**{part: name})


@given(st.text())
def test_no_text_but_a_known_name_is_a_parameter(name):
    assume(name not in {known for model in REPORTS.values() for known in choices(model)})
    with pytest.raises(ParameterError, match="is no parameter"):
        jobs(load(), [], {name: "Wales"})


@given(st.text())
def test_no_text_but_a_known_service_is_a_value(value):
    assume(value not in {job.parameters["category"] for job in jobs(load(), ["category"])})
    with pytest.raises(ParameterError, match="is no value of category"):
        jobs(load(), ["category"], {"category": value})


@given(st.text())
def test_no_text_in_the_settings_is_a_name_but_plain_words(name):
    try:
        read = Report(name="category", title="", answers="", values={name: ("x",)})
    except ValidationError:
        return
    assert all(one.isascii() and one.isidentifier() and not one.startswith("_") for one in read.values)


@given(st.text())
def test_a_value_is_written_into_a_notebook_as_that_value_and_nothing_else(value):
    tree = ast.parse(PythonTranslator.codify({"organisation": value}))
    assert [ast.literal_eval(line.value) for line in tree.body] == [value]
