"""What a notebook does to its process, no other notebook ever sees; nor what befalls it."""

from __future__ import annotations

import nbformat
import pytest

from publish.execution.both_ways import notebook_of, run

# What in-process engines were measured to leak from one notebook to the next, and the working folder.
LEAKS = {
    "environment": ("import os; os.environ['VV_LEAK'] = '1'", "'VV_LEAK' in __import__('os').environ"),
    "search path": ("import sys; sys.path.append('/leak')", "'/leak' in __import__('sys').path"),
    "rcParams": ("import matplotlib; matplotlib.rcParams['figure.dpi'] = 17",
                 "__import__('matplotlib').rcParams['figure.dpi'] == 17"),
    "pandas options": ("import pandas; pandas.set_option('display.width', 17)",
                       "__import__('pandas').get_option('display.width') == 17"),
    "monkey patches": ("import pandas; pandas.DataFrame.leaked = True",
                       "hasattr(__import__('pandas').DataFrame, 'leaked')"),
    "numpy seed": ("import numpy; numpy.random.seed(17); drawn = numpy.random.get_state()[1][0]",
                   "__import__('numpy').random.get_state()[1][0] == 17"),
    "print options": ("import numpy; numpy.set_printoptions(precision=1)",
                      "__import__('numpy').get_printoptions()['precision'] == 1"),
    "warnings filters": ("import warnings; warnings.simplefilter('error', FutureWarning)",
                         "__import__('warnings').filters[0][:3:2] == ('error', FutureWarning)"),
    "logging": ("import logging; logging.getLogger().setLevel(7)", "__import__('logging').getLogger().level == 7"),
    "builtins": ("import builtins; builtins.leaked = 1", "hasattr(__import__('builtins'), 'leaked')"),
    "decimal context": ("import decimal; decimal.getcontext().prec = 3",
                        "__import__('decimal').getcontext().prec == 3"),
    "modules": ("import sys, types; sys.modules['leaked'] = types.ModuleType('leaked')",
                "'leaked' in __import__('sys').modules"),
    "threads": ("import threading; threading.Timer(60, print).start(); threading.enumerate()[-1].name = 'leaked'",
                "'leaked' in [one.name for one in __import__('threading').enumerate()]"),
    "names": ("leaked_name = 1", "'leaked_name' in globals()"),
    "working folder": ("import os; os.chdir('/')", "__import__('os').getcwd() == '/'"),
}  # fmt: skip
LOOK = "print({name!r}, {seen})"


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """Return what a notebook sees before and after another left all it could, both forked from one process."""
    home = tmp_path_factory.mktemp("isolation")
    looking = notebook_of(looks(), home / "look.ipynb")
    leaving = notebook_of([*(leave for leave, _ in LEAKS.values()), *looks()], home / "leave.ipynb")
    asked = [(looking, "first"), (leaving, "leaving"), (looking, "last")]
    run("vv", [{"input_path": str(one), "output_path": str(home / f"{name}.ipynb")} for one, name in asked], home / "x")
    return {name: lines(home / f"{name}.ipynb") for _, name in asked}


def looks():
    return [LOOK.format(name=name, seen=look) for name, (_, look) in LEAKS.items()]


def lines(path):
    said = [
        output.text
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    ]
    return dict(line.rsplit(" ", 1) for line in "".join(said).splitlines())


@pytest.mark.parametrize("leak", LEAKS)
def test_nothing_leaks_from_one_notebook_to_the_next(seen, leak):
    assert seen["leaving"][leak] == "True"  # it was really left behind
    assert seen["first"][leak] == "False"
    assert seen["last"][leak] == "False"
