"""Every publication here says the same figures, each laid out as ugly as publishers do: all are read alike."""

from itertools import product

import openpyxl
import pytest

from vv_analysis.errors import LayoutError
from vv_analysis.ingest.publications.reader import publication

LOTS = {"accommodation": "Lot 1: Accommodation", "finance-benefits-debt": "Lot 2.1 Finance, Benefits & Debt"}
# West Midlands is a region too: among police force areas it is the area.
AREAS = ("Kent", "Staffordshire", "West Midlands")
YEARS = ("2021-22", "2022-23")
FIGURES = {key: (100_000 * (number + 1), 10 * (number + 1)) for number, key in enumerate(product(LOTS, AREAS, YEARS))}
VALUE, VOLUME = 0, 1


def saved(path, sheets, merged=(), hidden=()):
    """Write sheets of rows; `merged` holds ranges such as "T!B1:C1"."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for place in merged:
        name, cells = place.split("!")
        book[name].merge_cells(cells)
    book.save(path)
    return path


def read(path):
    """Return the figures read, by service, area and year, and the findings that are not mere notes."""
    reading = publication(path)
    assert set(reading.frame["area_level"]) == {"area"}
    assert not reading.frame.duplicated(["category", "area", "year"]).any()
    figures = {
        (row.category, row.area, row.year): (round(row.value_gbp, 2), row.volume_users)
        for row in reading.frame.itertuples()
    }
    return figures, [finding for finding in reading.findings if finding.severity != "note"]


def long(*, unit=1):
    return [
        [LOTS[lot], area, year, FIGURES[lot, area, year][VALUE] / unit, FIGURES[lot, area, year][VOLUME]]
        for lot, area, year in FIGURES
    ]


def across(lot, area, *measures, unit=1):
    """Return the figures of a lot in an area, year by year; of each the measures in the order asked for."""
    scale = {VALUE: unit, VOLUME: 1}
    return [FIGURES[lot, area, year][measure] / scale[measure] for year in YEARS for measure in measures]


def wide(*, unit=1):
    return [[LOTS[lot], area, *across(lot, area, VALUE, VOLUME, unit=unit)] for lot in LOTS for area in AREAS]


def blocks(lot, area, unit=1):
    return [*across(lot, area, VALUE, unit=unit), *across(lot, area, VOLUME)]


def of_lot(lot, *, unit=1):
    return [[area, *across(lot, area, VALUE, VOLUME, unit=unit)] for area in AREAS]


LONG = ["Lot", "Police force area", "Contract year", "Value (£)", "Volume"]
YEAR_ROW = [None, None, "2021-22", None, "2022-23", None]
PAIRS = ["Value (£m)", "Volume", "Value (£m)", "Volume"]
MILLION = 1_000_000


def layouts():
    """Yield name, sheets, merged ranges and hidden sheets of every layout."""
    title = [["Indicative values and volumes"], ["Subtitle, published July 2020"], [], ["Note: all values exclude VAT"]]
    notes = [[], ["Total", None, None, sum(v for v, _ in FIGURES.values()), None], ["(1) A note below"], ["Source: x"]]
    yield "long, bare", {"T": [LONG, *long()]}, (), ()
    yield "long, title above and notes below", {"T": [*title, LONG, *long(), *notes]}, (), ()
    marked = ["Lot (1)", "Area [note 2]", "Year", "Value (£000) (3)", "Volume (service users) (1), (2)"]
    yield "long, footnote marks and thousands", {"T": [marked, *long(unit=1000)]}, (), ()
    marked_years = [[*row[:2], f"{row[2]} (1), (2)", *row[3:]] for row in long()]
    yield "long, marks in the year cells", {"T": [LONG, *marked_years]}, (), ()
    spaced = [[None, None, *row[:2], None, *row[2:]] for row in [LONG, *long()]]
    yield "long, blank columns left and inside", {"T": [[], *spaced[:4], [], *spaced[4:]]}, (), ()
    yield "long, a unit only in the title", {"T": [["Values in £000, volumes in users"], [], ["Lot", "Area", "Year",
        "Value", "Volume"], *long(unit=1000)]}, (), ()  # fmt: skip
    yield "long, a unit only in a note below", {"T": [["Lot", "Area", "Year", "Value", "Volume"], *long(unit=1000), [],
        ["Note: all values are in £000"]]}, (), ()  # fmt: skip
    yield "long, rounded to thousands but in pounds", {"T": [["Values in pounds, to the nearest £000"],
        ["Lot", "Area", "Year", "Value", "Volume"], *long()]}, (), ()  # fmt: skip
    yield "long, a unit in a cell above its column", {"T": [[None, None, None, "(£m)"], ["Lot", "Area", "Year", "Value",
        "Volume"], *long(unit=MILLION)]}, (), ()  # fmt: skip
    regions = [["South East" if row[1] == "Kent" else "West Midlands", *row] for row in long()]
    yield "long, a region beside the area", {"T": [["Probation region", *LONG], *regions]}, (), ()

    merged_years = ("T!C1:D1", "T!E1:F1")
    top = [None, None, *PAIRS]
    place = ["Lot", "Area"]
    yield "wide, years merged above", {"T": [YEAR_ROW, [*place, *PAIRS], *wide(unit=MILLION)]}, merged_years, ()
    yield "wide, years not merged", {"T": [YEAR_ROW, [*place, *PAIRS], *wide(unit=MILLION)]}, (), ()
    yield "wide, years beside the place", {"T": [[*place, *YEAR_ROW[2:]], top, *wide(unit=MILLION)]}, (
        *merged_years, "T!A1:A2", "T!B1:B2"), ()  # fmt: skip
    yield "wide, a blank row inside the heading", {"T": [YEAR_ROW, [], [*place, *PAIRS], *wide(unit=MILLION)]}, (
        merged_years), ()  # fmt: skip
    yield "wide, three rows of headings", {"T": [[*place, "Contract year", None, None, None], YEAR_ROW, top,
        *wide(unit=MILLION)]}, ("T!C1:F1", "T!C2:D2", "T!E2:F2", "T!A1:A3", "T!B1:B3"), ()  # fmt: skip
    yield "wide, a row of units", {"T": [YEAR_ROW, [*place, *["Value", "Volume"] * 2], [None, None, "£000", "users",
        "£000", "users"], *wide(unit=1000)]}, merged_years, ()  # fmt: skip
    heads = [f"{measure} {year}" for year in YEARS for measure in ("Value (£)", "Volume")]
    yield "wide, one row of headings", {"T": [[*place, *heads], *wide()]}, (), ()
    parts = [f"{year} (part) {measure}" for year in YEARS for measure in ("Value, £m", "No. of referrals")]
    yield "wide, words around the year", {"T": [[*place, *parts], *wide(unit=MILLION)]}, (), ()
    rows = [[LOTS[lot], area, *blocks(lot, area, MILLION)] for lot in LOTS for area in AREAS]
    groups = [None, None, "Value (£m)", None, "Volume", None]
    yield "wide, measures merged above years", {"T": [groups, [*place, *YEARS * 2], *rows]}, merged_years, ()
    yield "wide, measures not merged", {"T": [groups, [*place, *YEARS * 2], *rows]}, (), ()
    apart = [[*row[:4], None, *row[4:]] for row in (groups, [*place, *YEARS * 2], *rows)]
    yield "wide, a blank column between the blocks", {"T": apart}, ("T!C1:D1", "T!F1:G1"), ()
    headed = [[row[0] if number % 3 == 0 else None, *row[1:]] for number, row in enumerate(wide())]
    yield "wide, the lot merged down its areas", {"T": [[*place, *heads], *headed]}, ("T!A2:A4", "T!A5:A7"), ()
    in_groups = [row for lot in LOTS for row in ([LOTS[lot]], *of_lot(lot))]
    yield "wide, the lot in a row above its areas", {"T": [["Area", *heads], *in_groups]}, (), ()
    calendar = [[*row, None, 1, 2, 3] for row in wide()]
    yield (
        "wide, calendar years beside",
        {"T": [[*place, *heads, None, "2020", 2021, "2022 (1), (2)"], *calendar]},
        (),
        (),
    )
    beside = [[*row, None, row[1], 1, 2] for row in wide()]
    yield "wide, a table of calendar years beside", {"T": [[*place, *heads, None, "Area", 2021, 2022], *beside]}, (), ()
    derived = [[*row, 7, "9%", 1, "words"] for row in wide()]
    extra = ["Cost per user", "% of total", "Total value 2021-22 to 2022-23", "2022-23 comments"]
    yield "wide, other columns", {"T": [[*place, *heads, *extra], *derived]}, (), ()
    yield "wide, the term before the years", {"T": [[*place, "Value over the term 2021-22 to 2022-23 (£)", *heads],
        *[[*row[:2], 9, *row[2:]] for row in wide()]]}, (), ()  # fmt: skip

    def measure_sheet(measure, unit=1):
        return [[LOTS[lot], area, *across(lot, area, measure, unit=unit)] for lot in LOTS for area in AREAS]

    years = ["Service", "PCC area", *YEARS]
    for value, volume in (("Values (£m)", "Volumes"), ("Values £m", "Volumes (referrals)")):
        yield f"a sheet a measure, {value}", {
            value: [years, *measure_sheet(VALUE, MILLION)], volume: [years, *measure_sheet(VOLUME)],
        }, (), ()  # fmt: skip
    remark = ["All values exclude VAT"]
    yield "a sheet a measure, said in titles", {
        "Table 1a": [["Table 1a: indicative values, £000"], remark, [], years, *measure_sheet(VALUE, 1000)],
        "Table 1b": [["Table 1b: indicative volumes"], remark, [], years, *measure_sheet(VOLUME)],
    }, (), ()  # fmt: skip
    side = [
        [*left, None, *right]
        for left, right in zip([years, *measure_sheet(VALUE)], [years, *measure_sheet(VOLUME)], strict=True)
    ]
    yield "two tables side by side", {"T": [["Values (£)", *[None] * 4, "Volumes"], *side]}, (), ()
    yield "two tables below one another", {"T": [["Values, £000"], years, *measure_sheet(VALUE, 1000), [], ["Volumes"],
        years, *measure_sheet(VOLUME)]}, (), ()  # fmt: skip

    named = (["Lot 1", "Lot 2.1"], ["Accommodation", "2.1 FBD"], ["1", "Finance, Benefits & Debt"])
    for names in named:
        sheets = {
            name: [[LOTS[lot]], [], ["Area", *heads], *of_lot(lot), ["Total for the lot"]]
            for name, lot in zip(names, LOTS, strict=True)
        }
        yield f"a sheet a lot, {names[1]}", {"Contents": [["Contents"], ["Lot 1"], ["Lot 2.1"]], **sheets}, (), ()
    regional = [["Region", "Area", *heads]]
    for lot_rows in [of_lot("accommodation")]:
        regional += [["South East", *lot_rows[0]], ["West Midlands", *lot_rows[1]], [None, *lot_rows[2]]]
    other = [["Area", *heads], ["Kent, Surrey and Sussex"], of_lot("finance-benefits-debt")[0], ["West Midlands"],
        *of_lot("finance-benefits-debt")[1:]]  # fmt: skip
    yield "a sheet a lot, regions merged or in rows of their own", {"Lot 1": regional, "Lot 2.1": other}, (
        "Lot 1!A3:A4",), ()  # fmt: skip
    older = [["Area", *heads], *[[area, 1, 1, 1, 1] for area in AREAS]]
    yield "a sheet a lot, an older version hidden", {
        **{name: [["Area", *heads], *of_lot(lot)] for name, lot in zip(("Lot 1", "Lot 2.1"), LOTS, strict=True)},
        "Lot 1 (old)": older,
    }, (), ("Lot 1 (old)",)  # fmt: skip


@pytest.mark.parametrize(("name", "sheets", "merged", "hidden"), [pytest.param(*one, id=one[0]) for one in layouts()])
def test_the_same_figures_are_read_however_they_are_laid_out(tmp_path, name, sheets, merged, hidden):
    figures, findings = read(saved(tmp_path / "p.xlsx", sheets, merged, hidden))
    assert figures == FIGURES
    assert [finding.rule for finding in findings if finding.rule != "hidden-sheet-not-read"] == []


def refused(tmp_path, *rows, **others):
    """Return the rules of what was refused, with its place, in a sheet called T beside other sheets."""
    reading = publication(saved(tmp_path / "p.xlsx", {"T": rows, **others}))
    return [(one.rule, one.where.rpartition("!")[2]) for one in reading.findings if one.severity == "refused"]


def why(tmp_path, *rows, **others):
    with pytest.raises(LayoutError) as error:
        publication(saved(tmp_path / "p.xlsx", {"T": rows, **others}))
    return str(error.value)


ROW = ["Lot 1", "Kent", 1, 2, 3, 4]


def test_lots_across_the_columns_are_refused_with_the_reason(tmp_path):
    across = ["Area", "Year", "Accommodation value (£)", "ETE value (£)"]
    said = why(tmp_path, across, ["Kent", "2021-22", 1, 2])
    assert "'Accommodation value (£)', since its heading names one service or group of people" in said
    said = why(tmp_path, ["Area", "Lot 1", "Lot 2.1"], ["Kent", 1, 2])
    assert "the heading in row 1 names a place, but neither a value, a volume nor a year" in said


def test_columns_for_men_and_women_are_not_taken_for_all(tmp_path):
    rows = ["Lot", "Area", "Year", "Volume (women)", "Volume", "Value (£)"], ["Lot 1", "Kent", "2021-22", 3, 9, 1]
    reading = publication(saved(tmp_path / "p.xlsx", {"T": rows}))
    assert reading.frame["volume_users"].tolist() == [9]
    assert refused(tmp_path, *rows) == [("column-of-a-part", "D1")]


@pytest.mark.parametrize(
    "headings", [("Value (ex VAT)", "Value (inc VAT)"), ("Minimum value (£)", "Maximum value (£)"), ("£", "Value")]
)
def test_of_two_values_for_one_year_the_second_is_refused(tmp_path, headings):
    rows = ["Lot", "Area", "Year", *headings, "Volume"], ["Lot 1", "Kent", "2021-22", 1, 2, 3]
    assert refused(tmp_path, *rows) == [("column-repeated", "E1")]


def test_a_unit_that_only_another_sheet_names_is_not_guessed_and_not_passed_over(tmp_path):
    rows = ["Lot", "Area", "Year", "Value", "Volume"], ["Lot 1", "Kent", "2021-22", 1, 3]
    notes = [["Notes"], ["Values are in £000"]]
    assert refused(tmp_path, *rows, Notes=notes) == [("unit-elsewhere", "D1")]
    pounds = ["Lot", "Area", "Year", "Value (£)", "Volume"], rows[1]
    assert refused(tmp_path, *pounds, Notes=notes) == []
    assert refused(tmp_path, *rows, Notes=[["Values are rounded to the nearest £000"]]) == []


def test_years_without_a_measure_are_refused_and_a_remark_is_no_title(tmp_path):
    rows = ["Lot", "Area", "2021-22", "2022-23"], ["Lot 1", "Kent", 1, 2]
    assert "'2021-22', since it names a year, and neither it nor a title says" in why(
        tmp_path, ["All values exclude VAT"], *rows
    )
    assert "'2021-22', since it names a year" in why(tmp_path, ["Values"], ["Volumes"], *rows)


def test_a_column_of_figures_without_a_year_among_years_is_refused(tmp_path):
    rows = ["Lot", "Area", "Value 2021-22", "Value 2022-23", "Volume"], ["Lot 1", "Kent", 1, 2, 3]
    assert refused(tmp_path, *rows) == [("column-year-unclear", "E1")]


def test_calendar_years_are_never_contract_years(tmp_path):
    rows = ["Lot", "Area", "2020 (1), (2)", "2021"], ["Lot 1", "Kent", 1, 2]
    assert "neither a value, a volume nor a year" in why(tmp_path, ["Values (£)"], *rows)
    both = ["Lot", "Area", "2021-22", None, None, "2021 (1), (2)"], ["Lot 1", "Kent", 1, None, None, 2]
    reading = publication(saved(tmp_path / "p.xlsx", {"Values": both}))
    assert [(one.rule, one.where) for one in reading.findings if "calendar" in one.rule] == [
        ("column-calendar-year", "p.xlsx#Values!F1")
    ]


@pytest.mark.parametrize(
    "line", ["Note: excludes women's services", "Accommodation and ETE", "Services other than accommodation"]
)
def test_a_service_that_is_only_remarked_on_is_not_that_of_the_table(tmp_path, line):
    rows = [line], ["Area", "Year", "Value (£)", "Volume"], ["Kent", "2021-22", 1, 2]
    assert refused(tmp_path, *rows) == [("category-unknown", "A3")]


def test_the_service_of_one_table_is_not_that_of_the_next(tmp_path):
    table = ["Area", "Year", "Value (£)", "Volume"], ["Kent", "2021-22", 1, 2]
    rows = ["Accommodation"], *table, [], ["Other places"], *table
    assert refused(tmp_path, *rows) == [("category-unknown", "A7")]
    assert refused(tmp_path, ["Accommodation"], *table, [], *table) == []


def test_a_sheet_that_says_two_services_is_about_neither(tmp_path):
    table = ["Area", "Year", "Value (£)", "Volume"], ["Kent", "2021-22", 1, 2]
    path = saved(tmp_path / "p.xlsx", {"Lot 1": [["Lot 3: Dependency and Recovery"], *table]})
    assert [one.rule for one in publication(path).findings if one.severity == "refused"] == ["category-unknown"]


def test_a_hidden_sheet_with_lines_of_its_own_is_read_and_an_older_version_is_not(tmp_path):
    table = ["Area", "Year", "Value (£)", "Volume"]
    sheets = {
        "Lot 1": [table, ["Kent", "2021-22", 1, 2]],
        "Lot 3": [table, ["Kent", "2021-22", 3, 4]],
        "Lot 1 old": [table, ["Kent", "2021-22", 9, 9]],
    }
    reading = publication(saved(tmp_path / "p.xlsx", sheets, hidden=("Lot 3", "Lot 1 old")))
    assert reading.frame["value_gbp"].tolist() == [1, 3]
    [finding] = [one for one in reading.findings if one.rule == "hidden-sheet-not-read"]
    assert (finding.severity, finding.where) == ("warning", "p.xlsx#Lot 1 old")


def test_a_workbook_whose_tables_are_all_hidden_is_read_only_when_they_are_named(tmp_path):
    sheets = {"Shown": [["Words"]], "Lot 1": [["Area", "Year", "Value (£)"], ["Kent", "2021-22", 1]]}
    path = saved(tmp_path / "p.xlsx", sheets, hidden=("Lot 1",))
    with pytest.raises(LayoutError, match="only hidden sheets hold a table: 'Lot 1'"):
        publication(path)
    (tmp_path / "publication.toml").write_text('[layout]\nsheet = "Lot 1"\n', encoding="utf-8")
    assert len(publication(tmp_path).frame) == 1


def test_a_sheet_that_looks_like_a_table_and_is_not_understood_is_a_warning(tmp_path):
    table = [["Area", "Year", "Value (£)"], ["Kent", "2021-22", 1]]
    unknown = [["Words"], ["Patch", "When", "Spend"], ["Essex", "2021-22", 2]]
    reading = publication(saved(tmp_path / "p.xlsx", {"Lot 1": table, "Lot 3": unknown, "Notes": [["Words"]]}))
    [finding] = [one for one in reading.findings if one.where.endswith("#Lot 3")]
    assert (finding.rule, finding.severity) == ("sheet-not-understood", "warning")


def test_what_stands_beside_a_year_is_no_figure_of_the_sheet(tmp_path):
    rows = [["Lot", "Area", "2021-22", "2022-23 target", "2022-23"], ["Lot 1", "Kent", 1, 9, 2]]
    reading = publication(saved(tmp_path / "p.xlsx", {"Values £": rows}))
    assert reading.frame["value_gbp"].tolist() == [1, 2]
    assert [one.where for one in reading.findings if one.rule == "column-without-measure"] == ["p.xlsx#Values £!D1"]


def test_a_blank_beside_a_year_is_filled_only_where_all_years_are_alike(tmp_path):
    rows = [None, None, "2021-22", None, "2022-23"], ["Lot", "Area", "Value (£)", "Volume", "Value (£)"]
    assert refused(tmp_path, *rows, ["Lot 1", "Kent", 1, 2, 3]) == [("column-year-unclear", "D2")]


def test_a_row_that_names_a_region_over_its_areas_is_no_row_of_figures(tmp_path):
    table = ["Area", "Year", "Value (£)", "Volume"]
    rows = [table, ["West Midlands"], ["West Midlands", "2021-22", 1, 2], ["Wales"], ["Gwent", "2021-22", 3, 4]]
    reading = publication(saved(tmp_path / "p.xlsx", {"Lot 1": rows}))
    assert reading.frame[["area", "area_level", "value_gbp"]].to_numpy().tolist() == [
        ["West Midlands", "area", 1],
        ["Gwent", "area", 3],
    ]
    assert {one.severity for one in reading.findings} == {"note"}


def test_a_column_that_is_not_read_is_said_once_whatever_the_number_of_lots(tmp_path):
    rows = [["Area", "Year", "Value (£)", "Status"], ["Lot 1"], ["Kent", "2021-22", 1, "x"], ["Lot 3"],
        ["Kent", "2021-22", 2, "y"]]  # fmt: skip
    reading = publication(saved(tmp_path / "p.xlsx", {"T": rows}))
    assert reading.frame["category"].tolist() == ["accommodation", "dependency-recovery"]
    assert [one.where for one in reading.findings if one.rule == "column-not-read"] == ["p.xlsx#T!D1"]


def test_a_region_without_figures_among_regions_stays_a_row(tmp_path):
    rows = [["Region", "Year", "Value (£)", "Volume"], ["Wales"], ["London", "2021-22", 1, 2]]
    reading = publication(saved(tmp_path / "p.xlsx", {"Lot 1": rows}))
    assert ("year-unknown", "B2") in [(one.rule, one.where.rpartition("!")[2]) for one in reading.findings]


def test_a_row_of_which_is_not_added_to_the_row_it_is_a_part_of(tmp_path):
    rows = [
        ["Area", "Year", "Value (£)"],
        ["Kent", "2021-22", 9],
        ["of which Kent women", "2021-22", 4],
        ["Total", None, 9],
    ]
    reading = publication(saved(tmp_path / "p.xlsx", {"Lot 1": rows}))
    assert reading.frame["value_gbp"].tolist() == [9]
    assert [one.rule for one in reading.findings if one.rule in {"row-of-which", "total-differs"}] == ["row-of-which"]


def test_a_term_in_a_row_is_no_year(tmp_path):
    rows = [["Lot", "Area", "Year", "Value (£)"], ["Lot 1", "Kent", "2021-22 to 2024-25", 9]]
    assert refused(tmp_path, *rows) == [("year-unknown", "C2")]
