"""The submission template: what stands where, what may be entered, and that nothing entered can run."""

from __future__ import annotations

import math
import re
from datetime import date
from zipfile import ZIP_STORED, ZipFile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from vv_analysis.errors import FrameError, InputError
from vv_analysis.present.workbook import write_template
from vv_analysis.terms import template
from vv_analysis.terms.template import COLUMNS

HOSTILE = ["=1+1", '=HYPERLINK("http://x")', "+44", "-2", "@SUM(A1)", "http://x.example", "<b>&'\"", "{=1}"]


def written(tmp_path, rows=(), **options):
    return openpyxl.load_workbook(write_template(tmp_path / "contracts.xlsx", rows, **options))


def first_row(tmp_path, **entries):
    sheet = written(tmp_path, [entries])["Contracts"]
    return {column.name: sheet.cell(6, number) for number, column in enumerate(COLUMNS, start=1)}


def test_the_head_gives_title_version_and_status(tmp_path):
    sheet = written(tmp_path)["Contracts"]
    assert sheet["A1"].value == "Existing contracts: submission template"
    assert (sheet["A2"].value, sheet["B2"].value) == ("Template version", "2")
    assert (sheet["A3"].value, sheet["B3"].value) == ("Status of these figures", "reported")
    assert all(cell.value is None for cell in sheet[4])


def test_headings_stand_in_row_5_in_the_order_of_the_template(tmp_path):
    sheet = written(tmp_path)["Contracts"]
    assert [cell.value for cell in sheet[5]] == [column.heading for column in COLUMNS]
    assert sheet.max_row == 5


def test_the_status_can_be_illustrative_but_not_official(tmp_path):
    assert written(tmp_path, status="illustrative")["Contracts"]["B3"].value == "illustrative"
    with pytest.raises(FrameError, match="'official' is no status"):
        written(tmp_path, status="official")


def test_numbers_dates_and_text_are_kept_as_what_they_are(tmp_path):
    cells = first_row(tmp_path, contract="A-1", start=date(2019, 4, 1), end=pd.Timestamp(2020, 3, 31), value=126000.5)
    assert cells["contract"].value == "A-1"
    assert [cells[name].data_type for name in ("start", "end")] == ["d", "d"]
    assert cells["start"].value.date() == date(2019, 4, 1)
    assert cells["end"].value.date() == date(2020, 3, 31)
    assert cells["value"].value == 126000.5


def test_a_number_of_numpy_is_a_number(tmp_path):
    assert first_row(tmp_path, volume=np.int64(120))["volume"].value == 120


@pytest.mark.parametrize("missing", [None, math.nan, pd.NaT, pd.NA])
def test_a_missing_figure_is_an_empty_cell_and_never_nought(tmp_path, missing):
    assert first_row(tmp_path, contract="A-1", volume=missing)["volume"].value is None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(tmp_path, text):
    cell = first_row(tmp_path, organisation=text)["organisation"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.hyperlink is None


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)"])
def test_text_that_looks_like_a_formula_stays_text_when_it_is_edited(tmp_path, text):
    assert first_row(tmp_path, organisation=text)["organisation"].quotePrefix


@pytest.mark.parametrize("entry", [True, math.inf, ["a"], b"a", "x" * 32_768])
def test_an_entry_that_no_cell_can_hold_is_refused(tmp_path, entry):
    with pytest.raises(FrameError, match="expected text, a number, a date or None"):
        first_row(tmp_path, value=entry)
    assert not (tmp_path / "contracts.xlsx").exists()


def test_an_unknown_column_is_refused_and_not_dropped(tmp_path):
    with pytest.raises(FrameError, match="the template has no column 'future_price'"):
        first_row(tmp_path, future_price=1)


def test_a_folder_that_does_not_exist_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(InputError, match="name a file in a folder that exists"):
        write_template(tmp_path / "nowhere" / "contracts.xlsx")


def test_a_closed_question_offers_its_answers_from_the_lists(tmp_path):
    book = written(tmp_path)
    offered = {rule.sqref: rule.formula1 for rule in book["Contracts"].data_validations.dataValidation}
    by_heading = {cell.value: cell.column_letter for cell in book["Contracts"][5]}
    lists = {cell.value: cell.column_letter for cell in book["Lists"][1]}
    asked = {str(cells)[0]: formula for cells, formula in offered.items() if formula.startswith("Lists!")}
    closed = [column.heading for column in COLUMNS if column.choices or column.name == "area"]
    assert {by_heading[heading] for heading in closed} == set(asked)
    for heading in closed:
        assert asked[by_heading[heading]].startswith(f"Lists!${lists[heading]}$2:")


def test_a_day_is_asked_for_as_a_date_and_another_answer_is_possible(tmp_path):
    sheet = written(tmp_path)["Contracts"]
    asked = {str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation if rule.type == "date"}
    assert sorted(asked) == [cell.column_letter for cell in sheet[5] if cell.value in {"First day", "Last day"}]
    assert {rule.errorStyle for rule in asked.values()} == {"warning"}  # TBC and 1 April 2019 can be entered too


def test_every_question_and_answer_fits_where_excel_shows_it(tmp_path):
    for rule in written(tmp_path)["Contracts"].data_validations.dataValidation:
        assert len(rule.promptTitle or "") <= 32
        assert len(rule.prompt or "") <= 255


def test_headings_are_marked_up_as_those_of_a_table_and_nothing_is_merged(tmp_path):
    book = written(tmp_path, [{"contract": "A-1"}, {"contract": "A-2"}])
    [table] = book["Contracts"].tables.values()
    assert (table.ref, table.autoFilter) == ("A5:R7", None)
    assert [column.name for column in table.tableColumns] == [column.heading for column in COLUMNS]
    assert [sheet.merged_cells.ranges for sheet in book] == [set(), set(), set()]
    assert len(book["Instructions"].tables) == 1


def test_the_example_is_marked_in_words_and_looks_unlike_a_contract(tmp_path):
    sheet = written(tmp_path, [template.EXAMPLE, {"contract": "A-1"}])["Contracts"]
    assert (sheet["A6"].value, sheet["A7"].value) == ("EXAMPLE", "A-1")
    assert all(cell.fill.fgColor.rgb == "FFF3F2F1" for cell in sheet[6])
    assert sheet["A7"].fill.fgColor.rgb != "FFF3F2F1"


def test_the_example_answers_every_column_as_the_list_of_the_column_asks():
    assert list(template.EXAMPLE) == [column.name for column in COLUMNS]
    for column in COLUMNS:
        assert not column.choices or template.EXAMPLE[column.name] in column.choices


FUTURE = re.compile(
    r"\b(?:bid|bids|bidding|tender|future|intend|intended|offer|quote|planned|would|will)\b", re.IGNORECASE
)


def test_no_column_asks_for_a_future_or_intended_price():
    for column in COLUMNS:
        assert not FUTURE.search(" ".join((column.name, column.heading, column.explanation, *column.choices)))


def test_only_the_sentence_that_forbids_future_prices_speaks_of_them(tmp_path):
    book = written(tmp_path, [template.EXAMPLE])
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    asked = {rule.prompt for rule in book["Contracts"].data_validations.dataValidation if rule.prompt}
    [forbidden] = [text for text in texts | asked if FUTURE.search(text) and "You will hear" not in text]
    assert "There is no column for them" in forbidden


def test_the_list_of_areas_names_every_region_area_and_package_once(tmp_path):
    sheet = written(tmp_path)["Lists"]
    [letter] = [cell.column_letter for cell in sheet[1] if cell.value == "Area"]
    names = [cell.value for cell in sheet[letter][1:] if cell.value]
    assert {"Wales", "Dyfed-Powys", "Cheshire and Greater Manchester", "London, City of"} <= set(names)
    assert len(names) == len(set(names))


def test_instructions_explain_every_column_and_forbid_future_prices(tmp_path):
    said = [str(cell.value) for row in written(tmp_path)["Instructions"].iter_rows() for cell in row]
    for column in COLUMNS:
        assert column.heading in said
        assert any(text.startswith(column.explanation) for text in said)
    assert any("no column for them" in text for text in said)
    assert any("no macros" in text for text in said)


def test_nothing_in_the_package_is_packed_or_dated_differently_from_one_machine_to_the_next(tmp_path):
    with ZipFile(write_template(tmp_path / "contracts.xlsx")) as package:
        for entry in package.infolist():
            assert entry.compress_type == ZIP_STORED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.create_system == 3
        assert not any("vba" in name.lower() for name in package.namelist())


def test_the_arguments_are_left_as_they_were(tmp_path):
    row = {"contract": "A-1", "value": 1}
    write_template(tmp_path / "contracts.xlsx", [row])
    assert row == {"contract": "A-1", "value": 1}
