"""A finding is one sentence, whatever a hostile cell holds."""

import pytest

from vv_analysis.errors import InputError
from vv_analysis.terms.findings import Finding, findings_frame, quoted


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Kent", "'Kent'"),
        ("K\u202eent\u200b", r"'K\u202eent\u200b'"),
        ("two\nlines", r"'two\nlines'"),
        ("x" * 80, repr("x" * 80)),
        ("x" * 81, repr("x" * 79 + "…")),
        (10**400, "1" + "0" * 78 + "…"),
        (True, "True"),
    ],
)
def test_what_stood_in_a_cell_is_quoted_short_and_with_its_unseen_signs_shown(cell, said):
    assert quoted(cell) == said


def test_a_finding_says_what_where_what_was_expected_and_what_to_do():
    error = InputError("'x' is not a day", expected="a date", remedy="correct the cell")
    finding = Finding.from_error(error, file="a.csv", where="a.csv#row 2", rule="day")
    assert finding.sentence == "a.csv#row 2: 'x' is not a day; expected a date; correct the cell."
    assert finding.severity == "refused"


def test_findings_keep_their_order_and_none_is_an_empty_frame():
    findings = [Finding("a", f"a#row {row}", "rule", "note", "words") for row in (3, 1, 2)]
    assert findings_frame(findings)["where"].tolist() == ["a#row 3", "a#row 1", "a#row 2"]
    assert findings_frame([]).empty


@pytest.mark.parametrize(
    ("file", "where", "sheet", "cell"),
    [
        ("a.xlsx", "a.xlsx#Lot 1!D17", "Lot 1", "D17"),
        ("a.xlsx", "a.xlsx#Prices! #2!D17", "Prices! #2", "D17"),
        ("a.xlsx", "a.xlsx#Notes", "Notes", ""),
        ("july/statements.csv", "july/statements.csv#row 12", "", "row 12"),
        ("a.json", "a.json#/tender/value", "", "/tender/value"),
        ("a #1.xlsx", "a #1.xlsx", "", ""),
        ("a.xlsx", "/elsewhere/a.xlsx", "", ""),
    ],
)
def test_the_log_names_sheet_and_cell_apart_from_the_file(file, where, sheet, cell):
    [row] = findings_frame([Finding(file, where, "rule", "note", "words")]).to_dict("records")
    assert (row["file"], row["sheet"], row["cell"], row["where"]) == (file, sheet, cell, where)
