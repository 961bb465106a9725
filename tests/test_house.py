"""Rules of the house that a machine can keep."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import vv_analysis
from vv_analysis.terms.schemas import FRAMES

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PUBLIC = [
    "Amount", "AmountError", "Area", "AreaError", "CategoryError", "FrameError", "InputError", "LayoutDriftError",
    "LayoutError", "ParameterError", "Processed", "RefusedFiguresWarning", "ReportError", "SettingsError",
    "VvError", "annualise", "apportion", "apportion_sensitivity", "area_weights", "assumption_factors",
    "assumptions", "at_volumes", "averaged_growth", "bridge", "by_financial_year", "chained", "check_frame",
    "check_parts", "check_totals", "classical_split", "comparability", "comparison_set", "cost_per_user_tornado",
    "counted_once", "discount_factors", "equality_rows", "equality_view", "exclude_vat", "find_area", "left_out",
    "load", "mix", "montgomery_split", "parse_amount", "payment_lag", "present_value", "ramp_up", "read_awards",
    "read_contracts", "read_publication", "read_statements", "real_terms", "settings", "simulate", "sustainability",
    "tornado", "unit_cost", "variance", "widen_about", "with_alternative", "with_one_off_costs", "yearly_values",
]  # fmt: skip


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_rooms_are_walked_through_one_way():
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout


def test_conda_and_pip_ask_for_the_same():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    pip = next(part["pip"] for part in environment["dependencies"] if isinstance(part, dict))
    assert pip == [*project()["dependencies"], "-e ."]
    assert f"python{project()['requires-python']}" in environment["dependencies"]


def test_everything_installed_is_locked_with_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    pinned = {line.split("==")[0] for line in lock.splitlines() if re.match(r"[\w.-]+==", line)}
    asked = [*project()["dependencies"], *project()["optional-dependencies"]["dev"]]
    assert {re.split(r"[<>=]", requirement)[0] for requirement in asked} <= pinned
    blocks = re.split(r"\n(?=\S)", lock.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in lock
    assert "--index" not in lock


def test_the_version_is_said_once_more_and_the_same():
    assert vv_analysis.__version__ == project()["version"]
    assert f"version: {project()['version']}" in (ROOT / "CITATION.cff").read_text()


def test_the_public_names_are_these():
    assert sorted(vv_analysis.__all__) == sorted(PUBLIC)


@pytest.mark.parametrize("name", [name for name in PUBLIC if not name.endswith(("Error", "Warning", "Processed"))])
def test_every_public_name_is_described(name):
    assert len(getattr(vv_analysis, name).__doc__.strip()) > 40


def test_every_column_of_every_frame_is_described_with_its_unit():
    for model in FRAMES.values():
        for name, column in model.to_schema().columns.items():
            assert column.description, name
            if str(column.dtype) in {"float64", "int64"}:
                assert column.metadata["unit"], name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_rooms_are_small_and_named_for_what_they_hold(path):
    assert path.stem not in {"utils", "helpers", "common", "misc", "base"}
    assert len(path.read_text().splitlines()) <= 300
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert lines <= 40, f"{path.name}: {node.name} has {lines} lines"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_package_reads_no_clock_and_draws_no_lots(path):
    assert not re.search(
        r"\.today\(\)|\.now\(\)|time\.time\(\)|random\.random\(|np\.random\.(?:rand|seed)\b", path.read_text()
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_hold_parameters_calls_and_words(path):
    cells = json.loads(path.read_text())["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert "parameters" in code[0]["metadata"]["tags"]
    for cell in code:
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
        tree = ast.parse("".join(cell["source"]))
        made = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.BinOp)
        assert not [node for node in ast.walk(tree) if isinstance(node, made)]


def test_every_raw_file_has_an_owner_and_a_licence():
    said = (ROOT / "data" / "raw" / "README.md").read_text()
    for folder in sorted((ROOT / "data" / "raw").iterdir()):
        if folder.is_dir():
            assert f"{folder.name}/" in said
    for edition in sorted((ROOT / "data" / "raw" / "publications").iterdir()):
        assert edition.name in said


def test_make_help_names_every_target_of_the_readme():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert {"reports", "test"} <= named <= targets
