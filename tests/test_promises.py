"""Every promise of docs/promises.md is proved by a test that is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")


def promises(page):
    """Return each promise of a page with the tests that it names."""
    promised = page.partition("## Not promised")[0]
    parts = re.split(r"^- ", promised, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0]: re.findall(r"^  - `([^`]+)`$", part, flags=re.MULTILINE) for part in parts}


def faults(page):
    """Yield what is wrong with the promises of a page."""
    for promise, proofs in promises(page).items():
        if not proofs:
            yield f"no test proves: {promise}"
        for proof in proofs:
            path, _, name = proof.partition("::")
            if name not in named_in(ROOT / path):
                yield f"there is no test {proof}"


def named_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")}


def test_every_promise_names_a_test_that_is_there():
    assert len(promises(PAGE)) > 20
    assert list(faults(PAGE)) == []


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("- It is quick.\n", "no test proves: It is quick."),
        ("- It is quick.\n  - `tests/test_promises.py::test_it_is_quick`\n", "there is no test tests/test_promises.py"),
        ("- It is quick.\n  - `tests/nowhere.py::test_it`\n", "there is no test tests/nowhere.py::test_it"),
    ],
)
def test_a_promise_without_its_proof_is_found(page, fault):
    [found] = faults(page)
    assert found.startswith(fault)
