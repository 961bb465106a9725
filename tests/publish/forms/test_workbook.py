"""The Excel form of a report keeps the rules for accessible spreadsheets (R4.15 to R4.40), whatever its texts say."""

import io
import os
import re
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from vv_analysis.present.content import (
    ILLUSTRATIVE_WORDS,
    Cell,
    Facts,
    Grid,
    Heading,
    Headline,
    Heads,
    Picture,
    Points,
    Prose,
    Report,
    Title,
)
from vv_analysis.present.stable_workbook import CREATED
from vv_analysis.publish.forms.workbook import workbook
from vv_analysis.publish.forms.workbook_words import number_format, words

VAT = "Values exclude VAT."
COST = Grid(
    "Cost per service user by area, Wales, 2021-22",
    (Heads("Area"), Heads("Period"), Heads("Value (£)", True), Heads("Cost (£)", True), Heads("Change (%)", True)),
    (
        (Cell("Gwent"), Cell("2021-22"), Cell("£1,250", 1250.0), Cell("£1,250.50", 1250.5), Cell("+3.0%", 3.0)),
        (Cell("Dyfed"), Cell("1 April 2021"), Cell("£900", 900.0), Cell("[c]"), Cell("−1.5%", -1.5)),
        (Cell("Powys"), Cell("2021-22"), Cell("[x]"), Cell("£12.00 [u]", 12.0), Cell("0.0%", 0.0)),
    ),
    (VAT, "Source: HMPPS, published 26 June 2021."),
    (("x", "missing"), ("c", "confidential"), ("u", "low reliability")),
    illustrative=True,
)
USERS = Grid(
    "Service users by area, Wales, 2021-22",
    (Heads("Area"), Heads("Service users", True)),
    ((Cell("Gwent"), Cell("1,001", 1001.0)),),
    (VAT,),
)
DRAWN = Grid("Cost by area", (Heads("Area"), Heads("Cost (£)", True)), ((Cell("Gwent"), Cell("£5", 5.0)),))
PICTURE = Picture(
    "Gwent costs most", "Cost per service user, Wales, 2021-22", "A bar for Gwent", "<svg/>", "<svg/>", DRAWN
)
NORMAL = Report(
    "Wales",
    "region",
    "2026-03-11",
    "0.1.0",
    "wales",
    (
        Title("Region", "Wales", illustrative=True),
        Headline("A service user cost £1,250 in 2021-22.", "Nine of ten contracts state their volumes."),
        Prose(("Before any heading.",)),
        Heading("What it cost"),
        COST,
        PICTURE,
        Heading("What to ask"),
        USERS,
        Points(("Why is Gwent dearer?",)),
        Facts((("Source", "HMPPS contract values"), ("Contact", "data team of the region"))),
    ),
)
EMPTY = Report("Wales", "region", "2026-03-11", "0.1.0", "wales", (Title("Region", "Wales"),))
LATIN, ARABIC = "Llanfairpwll ŵŷ", "القاهرة"
HOSTILE = {
    "a link formula": '=HYPERLINK("http://example.org","x")',
    "an array formula": "{=1+1}",
    "a plus": "+1",
    "a minus": "-2+3",
    "an at": "@SUM(A1)",
    "a link": "http://example.org",
    "a link inside": "internal:'Notes'!A1",
    "markdown": "[here](http://example.org) and [there](http://example.org)",
    "a name of a note": "$$vat$$ $$$ [note 77]",
    "markup": "<b>&amp;</b> \"quoted\" 'single' ]]>",
    "lines": "one\ntwo\r\nthree\tfour",
    "a long name": "n" * 200,
    "a very long head": "word " * 80,
    "control characters": "a\x00\x0b\x1f\ufffe\udcff_x0041_",
    "Arabic": ARABIC,
    "Welsh": LATIN,
    "an emoji": "👩‍🚀",
    "only signs": "£ – …",
    "a star": "A* † ‡ ¹",
    "a mark": "[x]",
    "no known mark": "[q]",
    "a number": "0123",
    "a truth": "TRUE",
    "nothing": "",
    "spaces": "   ",
}


def _hostile(text):
    heads, cells = (Heads(text), Heads(text, True), Heads(text)), (Cell(text), Cell(text), Cell(text))
    grid = Grid(text, heads, (cells, cells), (text, text), (("x", text),))
    blocks = (
        Title(text, text),
        Headline(text, text),
        Heading(text),
        Prose((text,)),
        grid,
        Points((text,)),
        Heading(text, 3),
        grid,
        Picture(text, text, text, text, text, grid, illustrative=True),
        Facts(((text, text),)),
        Heading(text),
    )
    return Report(text, text, text, text, text, blocks)


REPORTS = {"normal": NORMAL, "empty": EMPTY} | {name: _hostile(text) for name, text in HOSTILE.items()}


# Workbooks of a release: a few here. `make proof` names one in VV_SITE, and holds each of its workbooks to the rules.
PUBLISHED = ("public_record/public-record", "region/wales", "area/london-city-of", "data_quality/data-quality")
if NAMED := os.environ.get("VV_SITE"):
    PUBLISHED = sorted(path.relative_to(NAMED).with_suffix("").as_posix() for path in Path(NAMED).glob("*/*.xlsx"))


@pytest.fixture(scope="module", params=[*REPORTS, *PUBLISHED], ids=lambda name: name.replace(" ", "-"))
def book(request):
    if request.param in REPORTS:
        return _opened(workbook(REPORTS[request.param]))
    folder = Path(NAMED) if NAMED else request.getfixturevalue("site").folder
    return _opened((folder / f"{request.param}.xlsx").read_bytes())


@pytest.fixture(scope="module")
def normal():
    return _opened(workbook(NORMAL))


def _opened(content):
    opened = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    opened.content = content
    return opened


def _tables(book):
    """Every sheet that has a table, with it: all but the cover."""
    return [(sheet, table) for sheet in book.worksheets[1:] for table in sheet.tables.values()]


def _cells(book):
    return [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]


def _body(sheet, table):
    return list(sheet[table.ref])[1:]


def _column(sheet):
    return [cell.value for cell in sheet["A"]]


def _parts(book):
    with zipfile.ZipFile(io.BytesIO(book.content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


# --- the rules, on every report ----------------------------------------------------------------------------------


def test_r4_15_and_r4_36_every_sheet_but_the_cover_is_one_marked_up_table_and_says_so(book):
    for sheet in book.worksheets[1:]:
        assert len(sheet.tables) == 1
        assert sheet["A2"].value.startswith("This worksheet contains one table.")
    for sheet, table in _tables(book):
        assert table.ref.endswith(sheet.cell(sheet.max_row, sheet.max_column).coordinate)
    assert not book["Cover_sheet"].tables


def test_r4_16_table_names_are_unique_and_say_what_the_table_is(book):
    names = [table.displayName for _, table in _tables(book)]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_]\w+", name) and not re.fullmatch(r"Table\d*", name) for name in names)


def test_r4_17_no_cells_are_merged(book):
    assert not any(sheet.merged_cells.ranges for sheet in book)


def test_r4_18_and_r4_22_no_cell_row_or_column_of_a_table_is_empty(book):
    for sheet, table in _tables(book):
        assert all(cell.value is not None and str(cell.value).strip() for row in sheet[table.ref] for cell in row)


def test_r4_19_a_table_has_one_header_row_whose_words_are_unique_and_are_those_of_the_cells(book):
    for sheet, table in _tables(book):
        heads = [cell.value for cell in sheet[table.ref][0]]
        assert table.headerRowCount == 1
        assert [column.name for column in table.tableColumns] == heads
        assert len({head.casefold() for head in heads}) == len(heads)
        assert all(len(head) <= 255 for head in heads)


def test_r4_20_text_is_wrapped_and_its_row_is_high_enough(book):
    for cell in _cells(book):
        assert cell.alignment.wrap_text
        height = cell.parent.row_dimensions[cell.row].height or cell.parent.sheet_format.defaultRowHeight
        assert height >= 1.25 * cell.font.size


def test_r4_21_nothing_is_filtered_or_frozen(book):
    for sheet in book:
        assert sheet.auto_filter.ref is None
        assert sheet.freeze_panes is None
    assert all(table.autoFilter is None for _, table in _tables(book))


def test_r4_22_every_mark_in_a_table_is_explained_above_it(book):
    for sheet, table in _tables(book):
        top = int(re.search(r"\d+", table.ref)[0])
        above = "\n".join(str(value) for value in _column(sheet)[: top - 1])
        known = {f"[{mark}]" for mark in "xzcu"}
        used = {cell.value for row in _body(sheet, table) for cell in row if cell.value in known}
        if sheet.title.startswith(("Table_", "Picture_")) and sheet.title != "Table_of_contents":
            assert all(re.search(rf"^{re.escape(mark)} ", above, re.MULTILINE) for mark in used)


def test_r4_23_nothing_is_hidden(book):
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())


def test_r4_24_a_column_is_8_to_60_characters_wide_and_holds_its_longest_word(book):
    for sheet, table in _tables(book):
        for cells in zip(*sheet[table.ref], strict=True):
            width = _width(sheet, cells[0].column)
            longest = max(len(word) for cell in cells for word in str(cell.value).split())
            assert 8 <= width <= 61
            assert width >= min(longest, 60)


def _width(sheet, column):
    return next(one.width for one in sheet.column_dimensions.values() if one.min <= column <= one.max)


def test_r4_25_no_sign_or_superscript_points_to_a_note(book):
    for cell in _cells(book):
        assert not re.search("[*†‡¹²³⁰]", str(cell.value))
        assert cell.font.vertAlign is None


def test_r4_26_r4_27_and_r4_28_every_note_in_a_title_stands_on_the_sheet_of_notes_and_every_note_is_used(book):
    named = {int(number) for sheet in book for number in re.findall(r"\[note (\d+)\]", str(sheet["A1"].value))}
    listed = [row[0].value for row in _body(*_tables_by_name(book)["Notes"])] if "Notes" in book.sheetnames else []
    assert named == set(listed)
    assert listed == list(range(1, len(listed) + 1))
    for sheet, table in _tables(book):
        if re.fullmatch(r"(Table|Picture)_\d+", sheet.title):
            assert not any("[note" in str(cell.value) for row in _body(sheet, table) for cell in row)


def _tables_by_name(book):
    return {sheet.title: (sheet, table) for sheet, table in _tables(book)}


def test_r4_29b_a_link_is_named_after_the_sheet_it_leads_to(book):
    links = [cell for cell in _cells(book) if cell.hyperlink]
    assert all(cell.value in book.sheetnames for cell in links)
    assert all(cell.hyperlink.location == f"'{cell.value}'!A1" for cell in links)
    assert all(cell.hyperlink.target is None for cell in links)
    assert {cell.parent.title for cell in links} <= {"Table_of_contents"}


def test_r4_29c_letters_are_sans_serif_upright_at_least_12_points_and_of_the_readers_colour(book):
    for cell in _cells(book):
        assert cell.font.name == "Arial"
        assert cell.font.scheme is None
        assert cell.font.size >= 12
        assert not cell.font.italic
        assert cell.font.color is None


def test_r4_29d_the_first_cell_of_a_sheet_is_tagged_as_its_heading(book):
    for sheet in book:
        assert sheet["A1"].style == "Heading 1"
        assert str(sheet["A1"].value).strip()
    sections = {cell.value for cell in book["Cover_sheet"]["A"] if cell.style == "Heading 2"}
    assert {"About these data", "Contact"} <= sections <= {"Introductory information", "About these data", "Contact"}


def test_r4_29e_no_cell_holds_signs_alone(book):
    assert all(any(sign.isalnum() for sign in str(cell.value)) for cell in _cells(book))


def test_r4_29f_k_l_no_drawing_picture_macro_header_or_footer(book):
    parts = _parts(book)
    assert not [name for name in parts if re.search("drawing|media|vba|comments|printerSettings|externalLink", name)]
    assert not any("<headerFooter" in part for part in parts.values())


def test_r4_29g_h_i_no_borders_fills_or_conditional_looks(book):
    for cell in _cells(book):
        assert cell.fill.fill_type is None
        assert not any(getattr(cell.border, side).style for side in ("left", "right", "top", "bottom"))
    assert not any(sheet.conditional_formatting for sheet in book)
    assert all(table.tableStyleInfo is None or table.tableStyleInfo.name is None for _, table in _tables(book))


def test_r4_31_sheet_names_are_unique_trimmed_short_and_do_not_hang_on_the_words_of_the_report(book):
    names = book.sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    kinds = r"Cover_sheet|Table_of_contents|Notes|Findings|Table_\d+|Picture_\d+"
    assert all(re.fullmatch(kinds, name) and len(name) <= 31 for name in names)


def test_r4_32_no_sheet_is_blank(book):
    assert all(sheet.max_row > 1 for sheet in book)


def test_r4_33_r4_34_and_r4_35_words_stand_above_in_the_first_column_and_nothing_below_a_table(book):
    for sheet, table in _tables(book):
        top, bottom = map(int, re.fullmatch(r"A(\d+):[A-Z]+(\d+)", table.ref).groups())
        assert all(sheet.cell(row, 1).value for row in range(1, top))
        assert all(cell.value is None for row in sheet.iter_rows(max_row=top - 1, min_col=2) for cell in row)
        assert sheet.max_row == bottom


def test_r4_37c_the_workbook_names_its_title_author_and_language(book):
    told = book.properties
    assert str(told.title).strip()
    assert told.creator == "vv-analysis"
    assert told.language == "en-GB"
    assert told.created == CREATED.replace(tzinfo=None)


def test_r4_37d_the_cursor_stands_in_the_first_cell_of_the_first_sheet(book):
    assert book.active.title == "Cover_sheet"
    assert book.active.sheet_view.selection[0].activeCell == "A1"


def test_r4_38_the_cover_the_contents_and_the_notes_come_first(book):
    order = ("Cover_sheet", "Table_of_contents", "Notes", "Findings")
    first = [name for name in order if name in book.sheetnames]
    assert book.sheetnames[: len(first)] == first
    cover = "\n".join(_column(book["Cover_sheet"]))
    dates, sources = ("Release", "Published date", "Next update"), ("Source", "Method", "Weighting")
    labels = ("What this is", *dates, *sources, "More information", "Contact")
    assert all(re.search(rf"^{label}: ", cover, re.MULTILINE) for label in labels)


def test_r4_38_the_contents_link_to_every_sheet_that_follows(book):
    if "Table_of_contents" in book.sheetnames:
        rows = _body(*_tables_by_name(book)["Table_of_contents"])
        assert [row[0].value for row in rows] == book.sheetnames[2:]


def test_r4_39_no_year_is_cut_short_and_no_date_is_written_in_figures_or_in_full(book):
    for cell in _cells(book):
        assert not re.search(r"(?<![\w/-])20\d\d-\d\d(?![\w-])|\d (June|April|March) \d{4}", str(cell.value))


def test_r4_40_no_cell_is_a_formula_and_no_text_is_edited_into_one(book):
    parts = _parts(book)
    assert not any("<f>" in part or "<f " in part for name, part in parts.items() if name.startswith("xl/worksheets/"))
    for cell in _cells(book):
        assert cell.data_type in {"s", "n"}
        if cell.data_type == "s" and str(cell.value).startswith(("=", "+", "-", "@")):
            assert cell.quotePrefix or cell.row == _top(cell.parent)


def _top(sheet):
    # A heading of a table is a text by its nature.
    return next((int(re.search(r"\d+", table.ref)[0]) for table in sheet.tables.values()), 0)


# --- what a reader finds -----------------------------------------------------------------------------------------


def test_the_sheets_of_a_report(normal):
    assert normal.sheetnames == [
        *("Cover_sheet", "Table_of_contents", "Notes", "Findings", "Table_1", "Table_2", "Picture_1"),
    ]


def test_r4_38_the_cover_says_what_it_is_that_figures_are_invented_and_how_sure_the_answer_is(normal):
    assert _column(normal["Cover_sheet"]) == [
        "Region: Wales",
        "Introductory information",
        f"Illustrative figures. {ILLUSTRATIVE_WORDS}".replace("2024-25", "2024 to 2025"),
        "A service user cost £1,250 in 2021 to 2022.",
        "Nine of ten contracts state their volumes.",
        "About these data",
        "What this is: Region: Wales, as a workbook",
        "Release: Region: Wales, data as at 11 Mar 2026",
        "Data as at: 11 Mar 2026",
        "Software version: vv-analysis 0.1.0",
        "Source: HMPPS contract values",
        "Published date: not stated in this report",
        "Next update: not stated in this report",
        "More information: not stated in this report",
        "Method: not stated in this report",
        "Weighting: not stated in this report",
        "Contact",
        "Contact: data team of the region",
    ]


def test_r4_16_a_table_is_named_after_its_sheet_and_its_caption(normal):
    assert [table.displayName for sheet, table in _tables(normal) if sheet.title.endswith(("Notes", "2", "1"))] == [
        "Notes",
        "Table_1_Illustrative_figures_Cost_per_service_user_by_area_Wales_2021_to_2022",
        "Table_2_Service_users_by_area_Wales_2021_to_2022",
        "Picture_1_Figures_of_the_picture_Gwent_costs_most",
    ]


def test_the_words_of_a_report_stand_in_their_order_under_their_heading(normal):
    rows = [[cell.value for cell in row] for row in _body(*_tables_by_name(normal)["Findings"])]
    assert rows == [
        ["Introduction", "Before any heading."],
        [
            "What it cost",
            "Table_1: Illustrative figures: Cost per service user by area, Wales, 2021 to 2022 [note 1] [note 2]",
        ],
        ["What it cost", "Picture_1: Figures of the picture: Gwent costs most"],
        ["What to ask", "Table_2: Service users by area, Wales, 2021 to 2022 [note 1]"],
        ["What to ask", "Why is Gwent dearer?"],
    ]


def test_r4_28_a_note_that_two_tables_share_has_one_number(normal):
    rows = [[cell.value for cell in row] for row in _body(*_tables_by_name(normal)["Notes"])]
    assert rows == [[1, VAT], [2, "Source: HMPPS, published 26 Jun 2021."]]
    assert normal["Table_2"]["A1"].value == "Service users by area, Wales, 2021 to 2022 [note 1]"


def test_r4_33_a_table_sheet_begins_with_its_title_its_description_and_its_marks(normal):
    assert _column(normal["Table_1"])[:6] == [
        "Illustrative figures: Cost per service user by area, Wales, 2021 to 2022 [note 1] [note 2]",
        "This worksheet contains one table. The shorthand in its cells is explained above the table. "
        "The notes that its title names are on the worksheet Notes.",
        "[x] missing",
        "[c] confidential",
        "[u] low reliability",
        "Area",
    ]


def test_the_words_of_a_picture_stand_above_its_figures(normal):
    assert _column(normal["Picture_1"]) == [
        "Figures of the picture: Gwent costs most",
        "This worksheet contains one table.",
        "Cost by area. Cost per service user, Wales, 2021 to 2022. A bar for Gwent.",
        "Area",
        "Gwent",
    ]


def test_numbers_are_numbers_shown_as_the_report_shows_them_and_marks_stay_text(normal):
    sheet = normal["Table_1"]
    assert [[cell.value for cell in row] for row in sheet["A7:E9"]] == [
        ["Gwent", "2021 to 2022", 1250, 1250.5, 3],
        ["Dyfed", "1 Apr 2021", 900, "[c]", -1.5],
        ["Powys", "2021 to 2022", "[x]", 12, 0],
    ]
    change = "+#,##0.0;-#,##0.0;#,##0.0"
    assert [sheet[f"{column}7"].number_format for column in "CDE"] == ["#,##0", "#,##0.00", change]
    assert sheet["D9"].number_format == '#,##0.00" [u]"'
    assert {cell.alignment.horizontal for row in sheet["C6:E9"] for cell in row} == {"right"}
    assert {cell.alignment.horizontal for row in sheet["A6:B9"] for cell in row} == {"left"}


def test_a_number_that_is_none_is_shown_by_its_words():
    grid = Grid("A", (Heads("B"), Heads("C", True)), ((Cell("d"), Cell("no end", float("inf"))),))
    assert _opened(workbook(_with(grid)))["Table_1"]["B4"].value == "no end"


def test_an_empty_cell_is_marked_as_missing_and_the_mark_is_explained():
    grid = Grid("A", (Heads("B"), Heads("C", True)), ((Cell("d"), Cell("")),))
    sheet = _opened(workbook(_with(grid)))["Table_1"]
    assert (sheet["B5"].value, sheet["A3"].value) == ("[x]", "[x] missing")


def test_heads_that_are_the_same_or_only_signs_are_told_apart_by_their_place():
    heads = (Heads("Cost"), Heads("COST"), Heads("£"), Heads(""), Heads("w" * 300))
    sheet = _opened(workbook(_with(Grid("A", heads, (tuple(Cell("1") for _ in heads),)))))["Table_1"]
    assert [cell.value for cell in sheet[3]][:4] == ["Cost", "Column 2: COST", "Column 3: £", "Column 4"]
    assert sheet["A1"].value == "A [note 1]"


@pytest.mark.parametrize("grid", [Grid("None", (Heads("B"),), ()), Grid("None", (), ((),), (VAT,))])
def test_a_table_without_rows_has_no_sheet_and_the_findings_say_so(grid):
    book = _opened(workbook(_with(grid)))
    said = [row[1].value for row in _body(*_tables_by_name(book)["Findings"])]
    assert "Table_1" not in book.sheetnames
    assert len(said) == 1
    assert said[0].startswith("There are no rows in the table: None")


def _with(*blocks):
    return Report("Wales", "region", "2026-03-11", "0.1.0", "wales", (Title("Region", "Wales"), *blocks))


def test_a_report_without_words_or_tables_is_a_cover():
    assert _opened(workbook(EMPTY)).sheetnames == ["Cover_sheet"]


def test_a_heading_with_nothing_below_it_is_not_lost():
    book = _opened(workbook(_with(Heading("One"), Heading("Two"))))
    assert [row[0].value for row in _body(*_tables_by_name(book)["Findings"])] == ["One", "Two"]


@pytest.mark.parametrize(
    "text", [ARABIC, LATIN, "👩‍🚀 in orbit", '=HYPERLINK("http://example.org","x")', "+1", "_x0041_"]
)
def test_a_text_is_in_its_cell_as_it_was_given(text):
    shared = _parts(_opened(workbook(_with(Grid("A", (Heads("B"),), ((Cell(text),),))))))["xl/sharedStrings.xml"]
    said = text.replace("_x", "_x005F_x").replace("<", "&lt;")
    assert f">{said}</t>" in shared


# --- the words and the numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2021-22", "2021 to 2022"),
        ("in 2009-10, 2021–22.", "in 2009 to 2010, 2021 to 2022."),
        ("2021-23", "2021-23"),
        ("2021-2022", "2021-2022"),
        ("A2021-22", "A2021-22"),
        ("2021-22-23", "2021-22-23"),
        ("1/2021-22", "1/2021-22"),
        ("26 June 2021", "26 Jun 2021"),
        ("1 May 2021", "1 May 2021"),
        ("2021-06-26", "26 Jun 2021"),
        ("June 2021", "June 2021"),
        ("Kent*", "Kent"),
        ("  a \n b ", "a b"),
    ],
)
def test_r4_39_years_and_dates_in_words(given, expected):
    assert words(given) == expected


@pytest.mark.parametrize(
    ("number", "shown", "signed", "expected"),
    [
        (5.0, "5", False, "#,##0"),
        (12345.0, "£12,345", False, "#,##0"),
        (2021.0, "2021", False, "0"),
        (-3.25, "−3.25", False, "#,##0.00"),
        (1200000.0, "£1.2 million", False, "#,##0"),
        (0.125, "none", False, "#,##0.000"),
        (4.0, "+4", True, "+#,##0;-#,##0;#,##0"),
    ],
)
def test_a_number_keeps_the_thousands_decimals_and_sign_it_is_shown_with(number, shown, signed, expected):
    assert number_format(number, shown, signed=signed) == expected


# --- the same every time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_the_same_report_gives_the_same_bytes_in_every_time_zone(monkeypatch, zone):
    before = workbook(NORMAL)
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        assert workbook(NORMAL) == before
    finally:
        monkeypatch.undo()
        time.tzset()
