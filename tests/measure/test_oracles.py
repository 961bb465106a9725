"""The worked answers of the method, one JSON file an O-number, taken over as they stand.

An answer names what is called and what must come out. An argument is a literal, or one of: {"rows": [...]} a frame,
{"series": {...}} a series, {"day": "2021-06-26"} a date, {"file": {...}} the path of that JSON as a file,
{"call": ...} the result of another call.
"""

import importlib
import json
from pathlib import Path

import pandas as pd
import pytest

from vv_analysis.errors import VvError

FOLDER = Path(__file__).parents[1] / "oracles"
CASES = [
    pytest.param(answer, id=f"{oracle['oracle']}: {answer['case']}")
    for oracle in (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("O*.json")))
    for answer in oracle["answers"]
]
DAYS = ("start", "end", "published_on")
NUMBERED = 25


def test_every_worked_answer_has_its_case():
    assert [path.stem for path in sorted(FOLDER.glob("O*.json"))] == [
        f"O{number:02d}" for number in range(1, NUMBERED + 1)
    ]


@pytest.mark.parametrize("answer", CASES)
def test_a_worked_answer_comes_out_as_it_stands_in_the_method(answer, tmp_path):
    if "refused" in answer:
        with pytest.raises(VvError, match=answer["refused"]):
            outcome(answer, tmp_path)
        return
    result = outcome(answer, tmp_path)
    within = answer.get("within", 0.005)
    for name, expected in answer.get("expected", {}).items():
        assert_equal(found(result, name), expected, within, name)
    for name, expected in answer.get("totals", {}).items():
        assert_equal(result[name].sum(), expected, within, name)
    for name, wrong in answer.get("wrong", {}).items():
        assert not {round(float(figure), 2) for figure in found(result, name)} & set(wrong), name
    assert {"expected", "totals"} & set(answer)


def outcome(answer, tmp_path):
    module, _, name = answer["call"].rpartition(".")
    called = getattr(importlib.import_module(f"vv_analysis.{module}" if module else "vv_analysis"), name)
    return called(**{key: argument(spec, tmp_path) for key, spec in answer.get("arguments", {}).items()})


def argument(spec, tmp_path):
    if not isinstance(spec, dict):
        return spec
    if "rows" in spec:
        rows = pd.DataFrame(spec["rows"])
        return rows.assign(**{day: pd.to_datetime(rows[day]) for day in DAYS if day in rows})
    if "series" in spec:
        return pd.Series(spec["series"])
    if "day" in spec:
        return pd.Timestamp(spec["day"])
    if "file" in spec:
        path = tmp_path / "given.json"
        path.write_text(json.dumps(spec["file"]), encoding="utf-8")
        return path
    return outcome(spec, tmp_path) if "call" in spec else spec


def found(result, name):
    """Return a column of a frame, an entry of a series, or an attribute; "result" is the whole of it."""
    if name == "result":
        return result
    if isinstance(result, pd.DataFrame):
        return result[name].tolist()
    return result[name] if isinstance(result, pd.Series | dict) else getattr(result, name)


def assert_equal(figure, expected, within, name):
    if isinstance(expected, list):
        assert len(figure) == len(expected), name
        for one, other in zip(figure, expected, strict=True):
            assert_equal(one, other, within, name)
    elif expected is None:
        assert pd.isna(figure), name
    elif isinstance(expected, str | bool):
        assert figure == expected, name
    else:
        assert float(figure) == pytest.approx(expected, abs=within, rel=0), name
