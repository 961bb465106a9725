"""Nothing heavy is imported before it is used, and every public name is there all the same, in whatever order."""

from __future__ import annotations

import ast
import copy
import importlib
import json
import pickle
import pydoc
import subprocess
import sys
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

import vv_analysis as vv
from vv_analysis import settings as settings_of_today
from vv_analysis.settings import load as load_settings

ROOT = Path(__file__).parents[1]
PACKAGE = Path(vv.__file__)
HEAVY = {
    "IPython", "afcharts", "gptables", "jinja2", "jupyter_client", "matplotlib", "mistune", "nbclient", "nbconvert",
    "nbformat", "numpy", "ocdsmerge", "openpyxl", "pandas", "pandera", "papermill", "pyarrow", "pydantic", "pypandoc",
    "python_calamine", "rapidfuzz", "rich", "seaborn", "typst", "xlsxwriter",
}  # fmt: skip
ORDERS = {
    "the function first": "assert vv.settings().home; import vv_analysis.settings",
    "the module first": "import vv_analysis.settings",
    "the module by its name": "import importlib; importlib.import_module('vv_analysis.settings')",
    "from the module": "from vv_analysis.settings import load",
    "from the package": "from vv_analysis import settings; assert settings().home",
    "by another module": "import vv_analysis.ingest.cells.files",
    "everything": "from vv_analysis import *; assert settings().home",
    "the package twice": "import importlib; vv.settings(); importlib.reload(vv); vv.settings()",
}


def fresh(source):
    """Run some lines in a process of its own and return what they print."""
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout


def heavy(source):
    """Return what some lines import of the libraries that take their time."""
    told = "import json, sys; print(); print(json.dumps(list(sys.modules)))"
    return HEAVY & set(json.loads(fresh(f"{source}\n{told}").splitlines()[-1]))


def typed(*words):
    return (
        f"import sys; sys.argv = ['vv', *{words!r}]\nfrom vv_analysis.cli import main\n"
        "try: main()\nexcept SystemExit: pass"
    )


def test_what_can_be_typed_is_said_without_anything_heavy():
    assert heavy(typed("--help")) == set()


@pytest.mark.parametrize(
    "words",
    [[], ["--version"], ["chekc"], ["check", "--help"], ["template", "--help"], ["status"], ["verify", "--help"]],
)
def test_what_needs_no_data_is_answered_without_it(words):
    # Typer itself reads what was typed with pydantic, and a complaint is printed by rich.
    assert heavy(typed(*words)) <= {"pydantic", "rich"}


def test_the_package_is_imported_without_anything_heavy():
    assert heavy("import vv_analysis as vv; vv.__version__, vv.__all__, dir(vv), vv.VvError") == set()


def test_a_measure_needs_no_charts_no_readers_and_no_jupyter():
    used = {"numpy", "pandas", "pandera", "pyarrow", "pydantic", "rapidfuzz"}
    assert heavy("import vv_analysis as vv; vv.unit_cost") <= used


def test_the_three_lists_of_public_names_agree():
    tree = ast.parse(PACKAGE.read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    for_checkers = {
        name.asname or name.name: (node.module.removeprefix("vv_analysis."), name.name)
        for node in block.body
        for name in node.names
    }
    looked_up = {name: (module, vv._NAMES_THERE.get(name, name)) for name, module in vv._MODULES.items()}
    assert looked_up == for_checkers
    assert {*looked_up, "load"} == set(vv.__all__)


@pytest.mark.parametrize("name", sorted(vv._MODULES))
def test_a_public_name_is_what_stands_in_its_module(name):
    module = importlib.import_module(f"vv_analysis.{vv._MODULES[name]}")
    assert getattr(vv, name) is getattr(module, vv._NAMES_THERE.get(name, name))


def test_only_settings_has_the_name_of_a_module_too():
    inside = {path.stem for path in PACKAGE.parent.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert inside & set(vv.__all__) == {"settings"}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_settings_is_the_function_in_whatever_order_things_are_imported(order):
    after = (
        "from vv_analysis.settings import load, Limits; from vv_analysis import settings; import vv_analysis;"
        "assert vv.settings is load is settings is vv_analysis.settings; assert vv.settings().home"
    )
    fresh(f"import vv_analysis as vv\n{order}\n{after}")


def test_many_threads_may_ask_for_their_first_name_at_once():
    names = [name for name in vv.__all__ if name != "settings"]
    source = f"""
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import vv_analysis as vv
names = {names}
start = Barrier(len(names))
def ask(name):
    start.wait()
    return getattr(vv, name).__name__
with ThreadPoolExecutor(len(names)) as threads:
    print(*threads.map(ask, names))
"""
    assert fresh(source).split() == names


def test_settings_can_be_replaced_in_a_test(monkeypatch):
    monkeypatch.setattr(vv, "settings", lambda: "ours")
    assert vv.settings() == "ours"
    monkeypatch.undo()
    assert vv.settings is load_settings is settings_of_today


def test_the_package_shows_everything_it_has():
    assert set(vv.__all__) <= set(dir(vv))
    said = pydoc.plain(pydoc.render_doc(vv))
    assert [name for name in vv.__all__ if name not in said] == []


def test_a_name_that_is_not_there_is_said_not_to_be():
    with pytest.raises(AttributeError, match="module 'vv_analysis' has no attribute 'unit_csot'"):
        _ = vv.unit_csot
    with pytest.raises(ImportError, match="unit_csot"):
        from vv_analysis import unit_csot  # noqa: F401


def test_a_subpackage_is_still_a_module():
    from vv_analysis import explore, measure

    assert isinstance(explore, ModuleType)
    assert isinstance(measure, ModuleType)
    assert isinstance(vv.load, FunctionType)


def test_an_error_survives_the_way_from_one_process_to_another():
    error = vv.ParameterError("there is no Kernow", where="--set", remedy="choose one")
    for copied in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301
        assert isinstance(copied, vv.ParameterError)
        assert str(copied) == str(error)
    assert pickle.loads(pickle.dumps(vv.settings)) is vv.settings  # noqa: S301
