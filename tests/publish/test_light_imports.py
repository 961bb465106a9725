"""Our own processes do without what libraries import for others; whoever imports the package has all of it."""

from __future__ import annotations

import sys

import pytest

from test_starting import fresh
from vv_analysis.publish.light_imports import later, without

IS_THERE = "import pandera.typing.dask as of_dask; print(of_dask.DASK_INSTALLED)"


def test_what_is_there_already_is_not_taken_away():
    with without("json"):
        import json
    assert json.loads("1") == 1


def test_what_was_missing_is_there_again_also_after_a_failure():
    with pytest.raises(ImportError), without("this_is_a_module_of_nobody"):
        import this_is_a_module_of_nobody  # noqa: F401
    assert "this_is_a_module_of_nobody" not in sys.modules


def test_a_function_that_is_taken_later_fails_as_it_would_have():
    with later("this_is_a_module_of_nobody", "function"):
        from this_is_a_module_of_nobody import function
    with pytest.raises(ModuleNotFoundError, match="this_is_a_module_of_nobody"):
        function()


def test_whoever_imports_the_package_has_all_of_pandera():
    assert fresh(f"import vv_analysis as vv; vv.unit_cost\n{IS_THERE}") == "True\n"


def test_the_warm_process_has_imported_neither_dask_nor_a_grammar_and_both_can_be_had():
    warm = "import pathlib, tempfile; from vv_analysis.publish.engines.preloading import preload\n"
    warm += "with tempfile.TemporaryDirectory() as folder: preload(pathlib.Path(folder))\n"
    looked = "import sys; print([name in sys.modules for name in ('pandera', 'jsonschema', 'dask', 'rfc3987_syntax')])"
    had = "import dask, jsonschema; says = jsonschema.FormatChecker().conforms; "
    had += "print(says('https://prŵf.cymru/', 'iri'), says('prŵf cymru', 'iri'))"
    assert fresh(f"{warm}{looked}\n{had}").splitlines()[-2:] == ["[True, True, False, False]", "True False"]
