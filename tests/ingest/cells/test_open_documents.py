"""An .ods is read to the cell like an .xlsx, whatever its repeated rows and cells claim to be."""

import zipfile

import pytest

from vv_analysis.errors import InputError
from vv_analysis.ingest.cells.files import read_sheets
from vv_analysis.ingest.publications.reader import publication

_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def text(words, more=""):
    return f'<table:table-cell office:value-type="string"{more}><text:p>{words}</text:p></table:table-cell>'


def number(value, more=""):
    cell = f'<table:table-cell office:value-type="float" office:value="{value}"{more}>'
    return f"{cell}<text:p>{value}</text:p></table:table-cell>"


def row(*cells, more=""):
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def typed(kind, value, shown, more=""):
    cell = f'<table:table-cell office:value-type="{kind}" office:value="{value}"{more}>'
    return f"{cell}<text:p>{shown}</text:p></table:table-cell>"


EMPTY = "<table:table-cell/>"
HEADING = row(*map(text, ("Area", "Lot", "Year", "Value (£)", "Volume")))
KENT = row(*map(text, ("Kent", "Lot 1", "2021-22")), number(120000), number(100))


@pytest.fixture
def document(tmp_path):
    def save(*rows, columns="", styles="", manifest="", name="values.ods", table=' table:name="T"'):
        body = f"<table:table{table}>{columns}{''.join(rows)}</table:table>"
        content = (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2">'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>"
        )
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", TYPE, zipfile.ZIP_STORED)
            archive.writestr("content.xml", content)
            archive.writestr("META-INF/manifest.xml", manifest or "<manifest/>")
        return tmp_path / name

    return save


def rules(reading):
    return [finding.rule for finding in reading.findings if finding.rule not in {"rows-read", "name-read-as"}]


def test_a_publication_in_ods_is_read_with_the_cell_of_every_figure(document):
    reading = publication(document(HEADING, KENT))
    [line] = reading.frame.itertuples()
    assert (line.area, line.value_gbp, line.volume_users) == ("Kent", 120000, 100)
    assert (line.value_source, line.volume_source) == ("values.ods#T!D2", "values.ods#T!E2")
    assert rules(reading) == []


def test_repeated_rows_and_cells_stand_where_a_program_would_show_them(document):
    gap = row('<table:table-cell table:number-columns-repeated="1024"/>', more=' table:number-rows-repeated="3"')
    cells = (EMPTY, text("x", ' table:number-columns-repeated="2"'))
    [sheet], _ = read_sheets(document(HEADING, gap, row(*cells, more=' table:number-rows-repeated="2"')))
    assert [(at, sheet.own(at)) for at in sheet.filled[1:]] == [(4, [1, 2]), (5, [1, 2])]


@pytest.mark.parametrize(
    "bomb",
    [
        row(text("x", ' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1048576"'),
        row(text("x"), more=' table:number-rows-repeated="999999999"'),
        row('<table:table-cell table:number-columns-repeated="16383"/>', text("x")) * 1500,
        row(EMPTY, more=' table:number-rows-repeated="1048000"') + row(*[text("x")] * 200),
        row(text("x" * 100_000), more=' table:number-rows-repeated="20000"'),
    ],
)
def test_a_few_bytes_that_stand_for_millions_of_cells_are_refused(document, bomb):
    with pytest.raises(InputError, match=r"larger than any publication|cannot be opened"):
        read_sheets(document(HEADING, bomb))


def test_empty_rows_down_to_the_last_of_all_cost_nothing(document):
    rest = row(
        '<table:table-cell table:number-columns-repeated="16384"/>', more=' table:number-rows-repeated="1048574"'
    )
    [sheet], _ = read_sheets(document(HEADING, KENT, rest))
    assert len(sheet.rows) == 2


def test_merged_cells_fill_what_they_span(document):
    covered = "<table:covered-table-cell/>"
    merged = text("Kent", ' table:number-columns-spanned="1" table:number-rows-spanned="2"')
    [sheet], _ = read_sheets(document(HEADING, row(merged, text("a")), row(covered, text("b"))))
    assert (sheet.text(2, 0), sheet.at(2, 0), sheet.anchor(2, 0)) == ("Kent", None, (1, 0))


def test_hidden_rows_columns_comments_and_errors_are_said(document):
    note = "<office:annotation><text:p>provisional</text:p></office:annotation>"
    error = text("#DIV/0!", ' calcext:value-type="error"')
    commented = (
        f'<table:table-cell office:value-type="float" office:value="100">{note}<text:p>100</text:p></table:table-cell>'
    )
    hidden = row(*map(text, ("Kent", "Lot 1", "2021-22")), error, commented, more=' table:visibility="collapse"')
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    reading = publication(document(HEADING, hidden, columns=columns))
    assert rules(reading) == [
        "rows-hidden", "columns-hidden", "cell-comment", "amount-unreadable", "volume-without-value",
    ]  # fmt: skip
    assert reading.findings[2].what == "a comment is attached to the cell: 'provisional'"
    assert "'#DIV/0!'" in next(one.what for one in reading.findings if one.rule == "amount-unreadable")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (
            typed("percentage", 0.09, "9%"),
            "per cent",
        ),
        (
            typed("currency", 5, "€5", ' office:currency="EUR"'),
            "another currency",
        ),
        (number(1234567, ' table:style-name="ce1"'), "thousands"),
    ],
)
def test_a_figure_that_is_shown_as_something_else_than_it_stores_is_refused(document, cell, words):
    styles = (
        '<number:number-style style:name="N1"><number:number number:display-factor="1000"/></number:number-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    )
    reading = publication(
        document(HEADING, row(*map(text, ("Kent", "Lot 1", "2021-22")), cell, number(10)), styles=styles)
    )
    [refused] = [finding for finding in reading.findings if finding.severity == "refused"]
    assert (refused.where, words in refused.what) == ("values.ods#T!D2", True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"manifest": "<m><encryption-data/></m>"}, "protected by a password"),
        ({"table": ' table:name="T" broken'}, "cannot be opened"),
    ],
)
def test_a_protected_or_damaged_document_is_refused(document, change, words):
    with pytest.raises(InputError, match=words):
        read_sheets(document(HEADING, KENT, **change))


def test_scripts_in_a_document_are_refused(document):
    path = document(HEADING, KENT)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("Basic/Standard/Module1.xml", "<x/>")
    with pytest.raises(InputError, match="holds macros"):
        read_sheets(path)
