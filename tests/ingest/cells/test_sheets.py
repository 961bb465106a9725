"""A workbook or CSV that nobody vouches for is read to the cell, or refused in one sentence; nothing in it runs."""

import re
import time
import zipfile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from vv_analysis.errors import AmountError, InputError
from vv_analysis.ingest.cells.files import read_sheets
from vv_analysis.ingest.words.amounts import parse_amount

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["Area", "Value"], ["Kent", 120000], ["Essex", "£1"]]


def only_sheet(path):
    [sheet], _ = read_sheets(path)
    return sheet


def cells(sheet):
    """The cells of a sheet as a reader meets them, without the empty ones to the right."""
    rows = [[sheet.at(row, column) for column in range(sheet.width)] for row in range(len(sheet.rows))]
    return [row[: max((place + 1 for place, cell in enumerate(row) if cell is not None), default=0)] for row in rows]


def rules(path):
    _, findings = read_sheets(path)
    return [finding.rule for finding in findings]


def test_parsers_of_xml_are_the_ones_that_refuse_entities():
    assert openpyxl.DEFUSEDXML is True
    assert openpyxl.LXML is False


def test_a_cell_says_where_it_stands(workbook):
    sheet = only_sheet(workbook({"T": ROWS}))
    assert (sheet.at(1, 1), sheet.text(1, 1), sheet.source(1, 1)) == (120000, "120000", "table.xlsx#T!B2")
    assert sheet.at(99, 99) is None
    assert sheet.text(99, 99) == ""


def test_empty_cells_to_the_right_and_below_are_left_out(workbook):
    rows = [*ROWS, [None, None, None], ["", ""]]
    assert cells(only_sheet(workbook({"T": rows}))) == ROWS


def test_a_cell_of_a_merged_range_has_its_words_but_not_its_value(workbook):
    sheet = only_sheet(workbook({"T": [["Kent", 1], [None, 2]]}, merged=[("T", "A1:A2")]))
    assert sheet.text(1, 0) == "Kent"
    assert sheet.at(1, 0) is None
    assert sheet.anchor(1, 0) == (0, 0)
    assert sheet.own(1) == [1]


@pytest.mark.parametrize(
    "size",
    [
        '<dimension ref="A1:XFD1048576"/>',
        '<dimension ref="A1:A1"/>',
        '<dimension ref="A1"/>',
        "",
    ],
)
def test_a_sheet_is_as_large_as_its_cells_whatever_size_it_claims(workbook, tampered, size):
    path = tampered(workbook({"T": ROWS}), SHEET, lambda xml: re.sub(r"<dimension[^>]*/>", size, xml))
    assert cells(only_sheet(path)) == ROWS


@pytest.mark.parametrize("cell", ['<c r="XFD1048576" s="0"/>', '<c r="XFD1048576"><v>5</v></c>'])
def test_a_stray_cell_in_the_last_corner_costs_next_to_nothing(workbook, tampered, cell):
    stray = f'<row r="1048576">{cell}</row></sheetData>'
    path = tampered(workbook({"T": ROWS}), SHEET, lambda xml: xml.replace("</sheetData>", stray))
    started = time.perf_counter()
    sheet = only_sheet(path)
    assert [[sheet.at(row, column) for column in (0, 1)] for row in range(3)] == ROWS
    assert len(sheet.filled) <= 4
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("block", ["A1:XFD1048576", "B2:XFD1048576"])
def test_a_merged_range_over_the_whole_sheet_costs_next_to_nothing(workbook, tampered, block):
    merge = f'</sheetData><mergeCells count="1"><mergeCell ref="{block}"/></mergeCells>'
    sheet = only_sheet(tampered(workbook({"T": ROWS}), SHEET, lambda xml: xml.replace("</sheetData>", merge)))
    assert len(sheet.merged) <= 6


@pytest.mark.parametrize(
    "ending",
    [
        '<row r="99999999999"><c r="A99999999999"><v>5</v></c></row></sheetData>',
        '<row r="0"><c r="A0"><v>5</v></c></row></sheetData>',
        '</sheetData><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A1:A3"/></mergeCells>',
        '</sheetData><mergeCells><mergeCell ref="nonsense"/></mergeCells>',
        '</sheetData><cols><col min="x" max="y" hidden="1"/></cols>',
        "</sheetDat>",
        "",
    ],
)
def test_a_sheet_no_program_would_write_is_refused(workbook, tampered, ending):
    path = tampered(workbook({"T": ROWS}), SHEET, lambda xml: xml.replace("</sheetData>", ending))
    with pytest.raises(InputError, match=r"table\.xlsx: the workbook cannot be opened; expected a sound workbook"):
        read_sheets(path)


def test_a_sheet_of_far_too_many_cells_is_refused(workbook, tampered):
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(10, 1400))
    path = tampered(workbook({"T": ROWS}), SHEET, lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))
    with pytest.raises(InputError, match=r"table\.xlsx#T: the sheet is far larger .* delete the empty rows"):
        read_sheets(path)


def entity_bomb(text):
    entities = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = re.match(r"<\?xml.*?\?>\s*", text)
    start = head.end() if head else 0
    return f"{text[:start]}<!DOCTYPE x [{entities}]>{text[start:]}".replace("Kent", "&a9;")


def outside_entity(text):
    head = re.match(r"<\?xml.*?\?>\s*", text)
    start = head.end() if head else 0
    declared = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return f"{text[:start]}{declared}{text[start:]}".replace("Kent", "&e;")


@pytest.mark.parametrize("attack", [entity_bomb, outside_entity])
@pytest.mark.parametrize(
    "part", ["xl/sharedStrings.xml", SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
)
def test_entities_in_any_part_are_refused_and_never_followed(tmp_path, tampered, attack, part):
    path = tmp_path / "entities.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("T").write_column(0, 0, ["Kent", "Essex"])
    with pytest.raises(InputError, match=r"entities\.xlsx: the workbook cannot be opened"):
        read_sheets(tampered(path, part, attack))


def test_many_small_parts_are_refused(workbook):
    path = workbook({"T": ROWS})
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_000):
            archive.writestr(f"xl/media/{number}.png", b"")
    with pytest.raises(InputError, match=r"2,00\d parts; expected at most .* 2,000 parts"):
        read_sheets(path)


def test_a_part_that_unpacks_to_a_hundred_times_its_size_is_refused(workbook):
    path = workbook({"T": ROWS})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.png", b"0" * 30_000_000)
    with pytest.raises(InputError, match=r"unpacks to 30,0\d\d,\d{3} bytes"):
        read_sheets(path)


def test_a_workbook_with_macros_is_refused_whatever_its_name(workbook):
    path = workbook({"T": ROWS})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    with pytest.raises(InputError, match=r"holds macros; expected .* without macros; save it as \.xlsx"):
        read_sheets(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "protected by a password"),
        (b"", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (b"Area,Value\n", "this is not a workbook"),
    ],
)
def test_a_file_that_is_no_zip_is_refused_with_the_likely_reasons(table, content, words):
    with pytest.raises(InputError, match=words):
        read_sheets(table(content, "x.xlsx"))


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(workbook, kept):
    path = workbook({"T": ROWS})
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(InputError, match="damaged or protected by a password"):
        read_sheets(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(InputError, match="the workbook cannot be opened"):
        read_sheets(path)


def test_a_damaged_part_is_refused(workbook):
    path = workbook({"T": ROWS})
    with zipfile.ZipFile(path) as archive:
        offset = archive.getinfo(SHEET).header_offset
    damaged = bytearray(path.read_bytes())
    damaged[offset + 60 : offset + 120] = b"\xff" * 60
    path.write_bytes(bytes(damaged))
    with pytest.raises(InputError, match="cannot be opened"):
        read_sheets(path)


@pytest.mark.parametrize("ending", ["xls", "xlsm", "fods", "tsv", "pdf"])
def test_another_kind_of_file_is_refused_with_what_to_do(table, ending):
    with pytest.raises(InputError, match=rf"\.{ending} is not read; .*; open it and save it as \.xlsx"):
        read_sheets(table("x", f"table.{ending}"))


def test_a_folder_named_like_a_workbook_is_a_folder(tmp_path):
    (tmp_path / "x.xlsx").mkdir()
    with pytest.raises(InputError, match="this is a folder"):
        read_sheets(tmp_path / "x.xlsx")


def test_a_link_to_nothing_is_no_file(tmp_path):
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    with pytest.raises(InputError, match="no such file"):
        read_sheets(tmp_path / "gone.xlsx")


def test_a_formula_is_never_worked_out_and_its_stored_result_is_read(tmp_path):
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("T")
        sheet.write_formula("A1", "=1+1", None, 7)
        sheet.write_formula("A3", '=WEBSERVICE("https://example.org")', None, "[x]")
    assert cells(only_sheet(path)) == [[7], [], ["[x]"]]
    assert rules(path) == []


def test_a_formula_whose_stored_result_is_an_empty_text_is_an_empty_cell(workbook, tampered):
    path = workbook({"T": [["Area"], ['=IF(1,"",2)']]})
    path = tampered(path, SHEET, lambda xml: xml.replace('<c r="A2"', '<c r="A2" t="str"'))
    assert cells(only_sheet(path)) == [["Area"]]
    assert rules(path) == []


def test_a_formula_without_a_stored_result_is_refused_with_its_cell(workbook):
    _, findings = read_sheets(workbook({"T": [["Area"], ["=1+1"]]}))
    assert [(finding.rule, finding.where, finding.severity) for finding in findings] == [
        ("formula-without-value", "table.xlsx#T!A2", "refused")
    ]


def test_a_cell_that_shows_an_error_is_a_word_and_never_an_empty_cell(tmp_path):
    path = tmp_path / "errors.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("T").write_formula("A1", "=1/0", None, "#DIV/0!")
    assert only_sheet(path).at(0, 0) == "#DIV/0!"


def test_a_comment_is_said_with_its_cell(workbook):
    def change(book):
        book["T"]["B2"].comment = Comment("provisional,\n see note", "somebody")

    _, [finding] = read_sheets(workbook({"T": ROWS}, change=change))
    assert (finding.rule, finding.where) == ("cell-comment", "table.xlsx#T!B2")
    assert finding.what == "a comment is attached to the cell: 'provisional, see note'"


def test_a_number_format_that_changes_the_figure_is_kept_beside_it(workbook):
    def change(book):
        book["T"]["B2"].number_format = "0%"
        book["T"]["B3"].number_format = "#,##0,"

    sheet = only_sheet(workbook({"T": [["Area", "Value"], ["Kent", 0.09], ["Essex", 1234567]]}, change=change))
    assert sheet.shown_as == {(1, 1): "per cent", (2, 1): "thousands"}
    assert sheet.at(2, 1) == 1234567


@pytest.mark.parametrize(
    "ending",
    [
        '<row r="2"><c r="A2"><v>7</v></c></row></sheetData>',
        '<row r="9"><c r="A9"><v>7</v></c></row><row r="8"><c r="A8"><v>7</v></c></row></sheetData>',
        '<row r="9"><c r="A9"><v>7</v></c><c r="A9"><v>8</v></c></row></sheetData>',
    ],
    ids=["a row twice", "rows backwards", "a cell twice"],
)
def test_no_cell_disappears_in_a_sheet_that_is_out_of_order(workbook, tampered, ending):
    path = tampered(workbook({"T": ROWS}), SHEET, lambda xml: xml.replace("</sheetData>", ending))
    with pytest.raises(InputError, match="cannot be opened"):
        read_sheets(path)


def test_a_cell_in_another_row_stands_where_its_name_says(workbook, tampered):
    ending = '<row r="9"><c r="B8"><v>7</v></c></row></sheetData>'
    path = tampered(workbook({"T": ROWS}), SHEET, lambda xml: xml.replace("</sheetData>", ending))
    assert only_sheet(path).at(7, 1) == 7


def test_cells_without_a_name_stand_where_they_follow(workbook, tampered):
    path = tampered(workbook({"T": ROWS}), SHEET, lambda xml: re.sub(r'<c r="[A-Z]+[0-9]+"', "<c", xml))
    assert cells(only_sheet(path)) == ROWS


def test_a_sheet_written_with_a_prefix_is_read_like_any_other(workbook, tampered):
    def prefixed(xml):
        xml = re.sub(r"<(/?)(?!\?)([A-Za-z])", r"<\1x:\2", xml)
        return xml.replace("xmlns=", "xmlns:x=")

    path = tampered(workbook({"T": [["Area", "Value"], ["Kent", 120000]]}), SHEET, prefixed)
    try:
        assert cells(only_sheet(path)) == [["Area", "Value"], ["Kent", 120000]]
    except InputError as error:
        assert "cannot be opened" in str(error)  # noqa: PT017


def test_a_part_that_unpacks_to_more_than_it_declares_is_refused(workbook):
    path = workbook({"T": ROWS})
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo(SHEET)
    content = bytearray(path.read_bytes())
    entry = content.rindex(SHEET.encode()) - 46  # the entry of the central directory begins 46 bytes before its name
    assert content[entry : entry + 4] == b"PK\x01\x02"
    content[entry + 24 : entry + 28] = (part.file_size // 2).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    with pytest.raises(InputError, match="cannot be opened"):
        read_sheets(path)


@pytest.fixture
def shared(tmp_path, tampered):
    """Save a workbook whose first cells hold two texts, and 39,998 cells below that show one of them."""

    def save(which):
        path = tmp_path / "table.xlsx"
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet("T").write_row(0, 0, ["x" * 32_767, "short"])
        row = f'<row r="{{0}}"><c r="A{{0}}" t="s"><v>{which}</v></c></row>'
        rows = "".join(row.format(number) for number in range(2, 40_000))
        return tampered(path, SHEET, lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))

    return save


def test_one_long_text_in_a_great_many_cells_is_refused_before_it_is_unfolded(shared):
    with pytest.raises(
        InputError, match=r"table\.xlsx: the cells hold 1,3\d\d,\d{3},\d{3} characters; expected at most"
    ):
        read_sheets(shared(0))


def test_a_great_many_cells_with_short_texts_beside_a_long_one_are_read(shared):
    assert only_sheet(shared(1)).at(39_998, 0) == "short"


def test_a_workbook_inside_a_workbook_is_refused(workbook):
    path = workbook({"T": ROWS})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/embeddings/other.xlsx", b"PK")
    with pytest.raises(InputError, match="holds another archive or file inside it"):
        read_sheets(path)


def test_a_password_is_told_from_an_old_workbook(table):
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000
    with pytest.raises(InputError, match=r"x\.xlsx: this is an old \.xls workbook, whatever its name says, or one"):
        read_sheets(table(old, "x.xlsx"))
    with pytest.raises(InputError, match=r"y\.xlsx: the workbook is protected by a password"):
        read_sheets(table(old + "EncryptedPackage".encode("utf-16-le"), "y.xlsx"))


def test_styles_and_links_to_other_workbooks_change_nothing(workbook):
    def change(book):
        book["T"]["B2"].number_format = "£#,##0.00"
        book["T"]["A2"].hyperlink = "file:///C:/secret.xlsx"

    assert cells(only_sheet(workbook({"T": ROWS}, change=change))) == ROWS


def test_hidden_rows_columns_and_sheets_are_read_and_said(workbook):
    def change(book):
        for row in (2, 3, 5):
            book["T"].row_dimensions[row].hidden = True
        book["T"].column_dimensions["B"].hidden = True
        book["U"].sheet_state = "veryHidden"

    sheets, findings = read_sheets(workbook({"T": ROWS, "U": ROWS}, change=change))
    assert [cells(sheet) for sheet in sheets] == [ROWS, ROWS]
    assert [finding.what for finding in findings] == [
        "rows 2 to 3, 5 are hidden; they were read like the others",
        "column B is hidden; it was read like the others",
        "this sheet is hidden",
    ]


def test_a_thousand_hidden_rows_make_one_short_sentence(workbook):
    def change(book):
        for row in range(1, 2_000, 2):
            book["T"].row_dimensions[row].hidden = True

    _, [finding] = read_sheets(workbook({"T": ROWS}, change=change))
    assert finding.what.startswith("rows 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and 990 more are hidden")


@pytest.mark.parametrize("value", ["9" * 5000, "NaN", "-INF"])
def test_a_number_that_is_none_is_a_word_that_no_reader_takes_for_a_figure(workbook, tampered, value):
    path = tampered(workbook({"T": ROWS}), SHEET, lambda xml: xml.replace("<v>120000</v>", f"<v>{value}</v>"))
    cell = only_sheet(path).at(1, 1)
    assert isinstance(cell, str)
    with pytest.raises(AmountError, match="is not an amount"):
        parse_amount(cell)


def test_a_word_where_a_number_is_declared_is_refused(workbook, tampered):
    path = tampered(workbook({"T": ROWS}), SHEET, lambda xml: xml.replace("<v>120000</v>", "<v>abc</v>"))
    with pytest.raises(InputError, match="cannot be opened"):
        read_sheets(path)


def test_a_csv_says_the_line_a_row_starts_on_even_after_line_breaks_inside_cells(table):
    sheet = only_sheet(table('"Title\nover two lines",x\r\nArea,Value\r\n"Ke\nnt",1\nEssex,2\n'))
    assert [sheet.source(row, 0) for row in sheet.filled] == [
        "table.csv#row 1",
        "table.csv#row 3",
        "table.csv#row 4",
        "table.csv#row 6",
    ]
    assert sheet.text(3, 0) == "Ke nt"


def test_only_line_ends_end_a_line_of_a_csv(table):
    sheet = only_sheet(table("Area,Value\nKent\u2028\x0b\x85,1\nEssex,2\n"))
    assert [sheet.text(row, 0) for row in sheet.filled] == ["Area", "Kent", "Essex"]
    assert sheet.source(2, 0) == "table.csv#row 3"


def test_a_mark_at_the_start_of_a_csv_is_no_part_of_its_first_cell(table):
    assert only_sheet(table(b"\xef\xbb\xbfArea,Value\n")).text(0, 0) == "Area"


def test_a_csv_in_windows_1252_is_read_with_a_warning(table):
    path = table("Area,Value (£)\nSt Mungo’s,1\n".encode("cp1252"))
    sheet = only_sheet(path)
    assert (sheet.text(0, 1), sheet.text(1, 0)) == ("Value (£)", "St Mungo’s")
    assert rules(path) == ["encoding"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Area;Value;Volume\nKent;1,5;2\nEssex;2;3\n", "parted by semicolons; expected commas .* save it as CSV UTF-8"),
        ("Area\tValue\tVolume\nKent\t1\t2\n", "parted by tabs; expected commas"),
        ('Area,Value\nKent,"1\nEssex,2\n', r"table\.csv#row 2: the table cannot be read from this row on .* in pairs"),
        ('Area,Value\n"Kent"s,1\n', r"table\.csv#row 2: the table cannot be read"),
        ("Area,Value\n" + "x" * 140_000 + ",1\n", r"table\.csv#row 2: the table .* \(.*131,?072.*"),
        ("Area,Value\0\n", "this is not a text table; .* save it as CSV UTF-8"),
        ("Area,Value\nKent,£1\n".encode("utf-16"), "this is not a text table"),
    ],
)
def test_a_csv_that_would_be_misread_is_refused(table, content, words):
    with pytest.raises(InputError, match=words):
        read_sheets(table(content))


def test_semicolons_inside_cells_are_words(table):
    path = table('Area,Value,Note\nKent,1,"a; b; c; d; e"\nEssex,2,f\n')
    assert only_sheet(path).text(1, 2) == "a; b; c; d; e"


def test_an_empty_csv_is_a_sheet_without_rows(table):
    assert cells(only_sheet(table(""))) == []
