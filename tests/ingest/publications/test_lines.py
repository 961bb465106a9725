"""Every row below a heading becomes a line, or a finding that says why not; none goes without a word."""

import string
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.ingest.cells.figures import read_figure
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.publications.figure_columns import read_figures
from vv_analysis.ingest.publications.layouts import tables_in
from vv_analysis.ingest.publications.lines import joined, lines_of
from vv_analysis.ingest.publications.rows import is_total, sorted_rows

HEADING = ["Area", "Lot", "Year", "Value (£)", "Volume"]
KENT = ["Kent", "Lot 1", "2021-22", 100, 10]


def read(*rows, heading=HEADING, merged=None, name="T"):
    sheet = Sheet("a.xlsx", name, [heading, *[list(row) for row in rows]], merged or {})
    found = [lines_of(table, sorted_rows(table)) for table in tables_in(sheet)]
    return pd.concat([frame for frame, _ in found]), [one for _, said in found for one in said]


def lines(*rows, **more):
    return list(read(*rows, **more)[0].itertuples())


def said(*rows, **more):
    return [finding for finding in read(*rows, **more)[1] if finding.rule not in {"rows-read", "name-read-as"}]


def findings(*rows, **more):
    return [(finding.rule, finding.where) for finding in said(*rows, **more)]


def test_a_row_is_a_line_with_its_place_year_and_figures():
    [line] = lines(KENT)
    assert (line.category, line.area, line.year) == ("accommodation", "Kent", "2021-22")
    assert (line.value_gbp, line.volume_users) == (100, 10)
    assert line.vat == ""


@pytest.mark.parametrize(
    "note",
    [["(1) £3m of it is for 2021-22"], ["Note: words"], ["Source: MoJ, 2021"], ["* estimated"], ["[note 1] words"]],
)
def test_a_note_below_the_table_is_passed_by(note):
    assert lines(KENT, note) == lines(KENT)
    assert findings(KENT, note) == []


def test_a_note_with_a_figure_under_a_figure_column_is_refused_and_not_lost():
    assert findings(KENT, ["Note: includes", None, None, 5, None]) == [("area-unknown", "a.xlsx#T!A3")]


def test_figures_without_an_area_are_refused_and_not_lost():
    [finding] = said(KENT, [None, None, None, 9, 9])
    assert (finding.rule, finding.severity, finding.where) == ("area-unknown", "refused", "a.xlsx#T!A3")
    assert finding.what == "no area is named"
    assert finding.remedy == "name one"


def test_figures_without_a_lot_are_refused_and_not_lost():
    [finding] = said(KENT, ["Kent", None, "2021-22", 9, 9])
    assert (finding.rule, finding.what) == ("category-unknown", "no service category is named")


def test_words_without_figures_are_passed_by_with_a_note():
    assert findings(KENT, ["Some prose that goes on", "and on"]) == [("row-of-words", "a.xlsx#T!A3")]


def test_what_a_column_says_that_is_not_read_is_said():
    more = [*HEADING, "Cost per user", "Notes", None]
    assert findings([*KENT, 10, "words", "more"], heading=more) == [
        ("column-derived", "a.xlsx#T!F1"),
        ("column-not-read", "a.xlsx#T!G1"),
        ("column-not-read", "a.xlsx#T!H1"),
    ]
    assert findings([*KENT, None, None], heading=[*HEADING, "Cost per user", "Notes"]) == []


def test_a_second_column_for_the_same_measure_is_refused_and_does_not_win():
    heading = [*HEADING, "Revised value (£)"]
    assert [line.value_gbp for line in lines([*KENT, 999], heading=heading)] == [100]
    assert findings([*KENT, 999], heading=heading) == [("column-repeated", "a.xlsx#T!F1")]


def test_a_figure_merged_over_two_areas_is_counted_once_and_said():
    merged = {(1, 3): (1, 3), (2, 3): (1, 3)}
    essex = ["Essex", "Lot 1", "2021-22", None, 20]
    first, second = lines(KENT, essex, merged=merged)
    assert first.value_gbp == 100
    assert second.value_status == "missing"
    [finding] = said(KENT, essex, merged=merged)
    assert (finding.rule, finding.severity, finding.where) == ("figure-merged", "refused", "a.xlsx#T!D3")
    assert finding.what == "the cell is merged with D2, whose figure was counted there, once; here it is missing"


def test_an_area_merged_down_over_its_lots_is_the_area_of_each():
    merged = {(1, 0): (1, 0), (2, 0): (1, 0)}
    rows = KENT, [None, "Lot 2.1", "2021-22", 1, 1]
    assert [(line.area, line.category) for line in lines(*rows, merged=merged)] == [
        ("Kent", "accommodation"),
        ("Kent", "finance-benefits-debt"),
    ]


@pytest.mark.parametrize(
    ("vat", "value", "basis"),
    [
        ("excluding VAT", 100, "excluded"),
        ("including VAT", 100, "included"),
        (None, "£100 (inc. VAT)", "included"),
        ("excluding VAT", "£100 (inc. VAT)", "included"),
        (None, 100, ""),
    ],
)
def test_the_vat_basis_closest_to_the_figure_counts(vat, value, basis):
    [line] = lines(["Kent", "Lot 1", "2021-22", value, 10, vat], heading=[*HEADING, "VAT"])
    assert line.vat == basis


def test_a_vat_basis_that_is_not_known_is_said():
    row = [*KENT, "perhaps"]
    assert findings(row, heading=[*HEADING, "VAT"]) == [("vat-unknown", "a.xlsx#T!F2")]


def test_among_police_force_areas_west_midlands_is_the_police_force_area():
    assert [line.area_level for line in lines(KENT, ["West Midlands", *KENT[1:]])] == ["area", "area"]
    assert [line.area_level for line in lines(["Wales", *KENT[1:]], ["West Midlands", *KENT[1:]])] == ["region"] * 2


def test_a_csv_row_with_an_unquoted_comma_is_refused_and_not_shifted():
    sheet = Sheet("a.csv", "", [HEADING, ["Kent", "Lot 1", "2021-22", "£1", "234", "10"], [*KENT, None]])
    [table] = tables_in(sheet)
    frame, found = lines_of(table, sorted_rows(table))
    assert ("row-too-long", "a.csv#row 2") in [(finding.rule, finding.where) for finding in found]
    assert frame["value_gbp"].tolist() == [100]


@pytest.mark.parametrize("area", ["\u202eKent\u202c", "Kent\u200b", "\ufeffKent", "'Kent", "KENT", "Kent (1), (2)"])
def test_unseen_signs_around_a_name_do_not_hide_it(area):
    assert [line.area for line in lines([area, *KENT[1:]])] == ["Kent"]


@pytest.mark.parametrize("area", ["K\u200bent", "Кent", '=WEBSERVICE("x")', "<script>alert(1)</script>", "x" * 32_000])
def test_a_name_that_only_looks_like_one_is_refused_in_one_short_sentence(area):
    [finding] = said([area, *KENT[1:]])
    assert finding.rule == "area-unknown"
    assert finding.sentence.isprintable()
    assert len(finding.sentence) < 400


VALUES, VOLUMES = ["Area", "Lot", "Year", "Value (£)"], ["Area", "Lot", "Year", "Volume"]


def halves(*values):
    return [read(*values, heading=VALUES)[0], read([*KENT[:3], 10], heading=VOLUMES)[0]]


def together(frames):
    return joined(pd.concat(frames, ignore_index=True))


def test_values_of_one_sheet_and_volumes_of_another_are_one_line():
    for frames in (halves(KENT[:4]), reversed(halves(KENT[:4]))):
        [line] = together(frames).itertuples()
        assert (line.value_gbp, line.volume_users) == (100, 10)


def test_a_value_that_stands_twice_is_not_joined_away():
    assert sorted(together(halves(KENT[:4], KENT[:4]))["volume_source"] == "") == [False, True]


cells = st.one_of(
    st.none(),
    st.text(string.printable, max_size=12),
    st.text(max_size=6),
    st.integers(-10, 10**12),
    st.floats(),
    st.booleans(),
    st.sampled_from(["Kent", "Lot 1", "2021-22", "Total", "TBC", "Area", "Value", "Note: x", "£1.2m", "West Midlands"]),
)


@given(st.lists(st.lists(cells, min_size=5, max_size=5), max_size=6))
def test_every_filled_row_is_a_line_a_finding_a_total_or_a_note(rows):
    sheet = Sheet("a.xlsx", "T", [HEADING, *rows])
    for table in tables_in(sheet):
        for row in table.rows:
            alone = replace(table, rows=(row,))
            frame, remarks = lines_of(alone, sorted_rows(alone))
            found = len(frame) or [one for one in remarks if one.rule != "rows-read"]
            written = [sheet.text(row, column) for column in sheet.own(row)]
            passed_by = is_total(table, row) or len(set(written)) == 1 or not any(written)
            assert found or passed_by


def test_a_name_that_is_not_the_official_one_is_kept_beside_what_it_was_read_as():
    rows = ["KSS", "Lot 1", "2021-22", 1, 1], ["KSS", "Accommodation", "2021-22", 1, 1], [*KENT[:1], *KENT[1:]]
    changed = [(one.where, one.what) for one in read(*rows)[1] if one.rule == "name-read-as"]
    assert ("a.xlsx#T!A2", "'KSS' was read as Kent, Surrey and Sussex, 2 times") in changed
    assert ("a.xlsx#T!B2", "'Lot 1' was read as Accommodation, 2 times") in changed
    assert not [what for _, what in changed if what.startswith(("'Kent'", "'Accommodation'"))]


@pytest.mark.parametrize("price", ["£1,223 per woman", "£5/user", "£900 for each participant", "£40 a head"])
def test_a_price_for_one_person_is_not_the_value_of_a_service(price):
    [finding] = [one for one in said(["Kent", "Lot 1", "2021-22", price, 10]) if one.severity == "refused"]
    assert finding.where == "a.xlsx#T!D2"
    [line] = lines(["Kent", "Lot 1", "2021-22", price, 10])
    assert line.value_status == "missing"


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("£1,000 (inc. VAT)", "figure-with-words"),
        ("1,000 [e]", "figure-with-words"),
        ("1,000-", "figure-with-words"),
        ("Â£1,000", "pound-sign-mended"),
        (1_000_000_001, "value-very-large"),
    ],
)
def test_whatever_was_made_of_a_figure_is_said(value, rule):
    assert (rule, "a.xlsx#T!D2") in findings(["Kent", "Lot 1", "2021-22", value, 10])


@given(
    st.lists(
        st.one_of(st.integers(0, 10**10), st.floats(0, 10**7), st.sampled_from(["[c]", "£1.2m", None, -5])), min_size=1
    )
)
def test_a_column_is_read_as_its_cells_would_be_one_by_one(cells_of_column):
    sheet = Sheet("a.xlsx", "T", [HEADING, *(["Kent", "Lot 1", "2021-22", cell, 10] for cell in cells_of_column)])
    [table] = tables_in(sheet)
    [column] = [column for column in table.figures if column.measure == "value"]
    together = read_figures(sheet, range(1, len(sheet.rows)), column)
    for place, row in enumerate(range(1, len(sheet.rows))):
        alone = read_figure(sheet, row, column.index, "value")
        assert repr((together.low[place], together.high[place])) == repr(
            (np.float64(alone.amount.low), np.float64(alone.amount.high))
        )
        assert (together.status[place], together.source[place]) == (alone.amount.status, alone.source)
        assert together.findings.get(place, ()) == alone.findings
