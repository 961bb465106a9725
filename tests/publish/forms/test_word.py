"""The Word form of a report has real headings, tables and descriptions, and nothing in it is run or fetched."""

import io
import re
import time
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.oxml.ns import qn

from strategies.finished_report import DRAWING, HOSTILE, NOT_INVENTED, PICTURE, WALES, saying, wide, with_blocks
from vv_analysis.errors import ReportError
from vv_analysis.present.content import ILLUSTRATIVE, Grid, Heading, Heads, Points, Prose
from vv_analysis.publish.forms.word import word

NO_BREAK = "\u00a0"


def opened(report):
    return docx.Document(io.BytesIO(word(report)))


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def content():
    return word(WALES)


@pytest.fixture(scope="module")
def wales(content):
    return docx.Document(io.BytesIO(content))


def styled(document, style):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def bare(text):
    return text.replace("\u2060", "").replace(NO_BREAK, " ")


def all_texts(document):
    """Return every text of a document in the order it is read, in tables too."""
    return [bare("".join(run.text or "" for run in paragraph.iter(qn("w:t"))))
            for paragraph in document.element.body.iter(qn("w:p"))]  # fmt: skip


def test_it_says_what_it_is(wales):
    about = wales.core_properties
    assert (about.title, about.author) == ("Wales – region – values and volumes", "vv-analysis")
    assert about.language == "en-GB"
    assert f"{about.created:%Y-%m-%d}" == f"{about.modified:%Y-%m-%d}" == "2026-03-11"
    (language,) = wales.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"


def test_its_headings_are_headings(wales):
    assert styled(wales, "Heading 1") == ["Wales"]
    assert styled(wales, "Heading 2") == ["Cost per user"]
    assert styled(wales, "Heading 3") == ["What stands behind it"]


def test_the_answer_comes_first_and_how_sure_it_is_after_it(wales):
    texts = all_texts(wales)
    assert texts[:2] == ["Values and volumes  |  Region", "Wales"]
    assert texts[2].startswith("Illustrative figures. The figures in this report are invented.")
    assert texts[3:5] == ["The published cost is lower.", "It is an estimate from 16 contracts."]
    assert styled(wales, "Headline") == ["The published cost is lower."]


def test_the_head_of_a_table_is_repeated_and_no_row_is_split(wales):
    for table in wales.tables:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rest)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")


def test_a_table_holds_what_the_report_shows_with_numbers_to_the_right(wales):
    cost, shares = wales.tables
    assert [[cell.text for cell in row.cells] for row in cost.rows] == [
        ["Service", "Existing (£)", "Published (£)"],
        ["Accommodation", "[x]", "£838"],
        ["Women's services", "£2,040", "£1,510"],
    ]
    sides = [cell.paragraphs[0].alignment for cell in cost.rows[1].cells]
    assert [str(side) for side in sides] == ["LEFT (0)", "RIGHT (2)", "RIGHT (2)"]
    assert len(shares.rows) == 2


def test_tables_are_as_wide_as_the_text_and_wide_ones_are_in_smaller_type():
    narrow, broad = opened(with_blocks(wide(3), wide(15))).tables
    for table in (narrow, broad):
        assert abs(sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) - 9638) < 30
    assert narrow.rows[1].cells[1].paragraphs[0].style.name == "Table Text"
    assert broad.rows[1].cells[1].paragraphs[0].style.name == "Table Text Small"


def test_tables_and_pictures_are_numbered_captioned_and_noted(wales):
    captions = [bare(text) for text in styled(wales, "Table Caption")]
    assert captions == ["Table 1  Cost per user, Wales, 2024-25   Illustrative figures ", "Table 2  Shares of the lots"]
    assert [bare(text) for text in styled(wales, "Block Title")] == [
        "Figure 1  Women's services cost least   Illustrative figures "
    ]
    assert styled(wales, "Block Subtitle") == ["Cost per user, Wales, pounds"]
    assert styled(wales, "Table Note") == ["Values exclude VAT.", "Marks: [x] missing."]


def test_every_picture_is_described_and_is_there(content, wales):
    (told,) = wales.element.body.iter(qn("wp:docPr"))
    assert told.get("descr") == PICTURE.alt
    assert len(wales.inline_shapes) == 1
    assert round(wales.inline_shapes[0].width.cm, 1) == 17
    assert b"data:" not in parts(content)["word/document.xml"]
    assert [name[-4:] for name in parts(content) if name.startswith("word/media/")] == [".png"]


def test_points_and_facts_stand_as_they_are(wales):
    assert "Why is it lower?" in all_texts(wales)
    assert styled(wales, "Fact") == ["Prices\t2020-21", "Data status\tFinal"]


def test_each_page_says_what_it_is_of_and_which_it_is(content):
    (foot,) = [part.decode() for name, part in parts(content).items() if name.startswith("word/footer")]
    assert "Illustrative figures · Wales · Data as at 11 March 2026 · vv-analysis 0.1.0" in foot
    assert re.findall('w:instr="([^"]*)"', foot) == ["PAGE", "NUMPAGES"]


def test_a_report_of_real_figures_has_no_mark():
    made = parts(word(with_blocks(Heading("Words"), NOT_INVENTED)))
    for name in ("word/document.xml", "word/footer1.xml"):
        assert ILLUSTRATIVE not in bare(made[name].decode())


def test_every_style_it_uses_is_one_of_ours(wales):
    used = {style.get(qn("w:val")) for style in wales.element.body.iter(qn("w:pStyle"), qn("w:rStyle"))}
    assert used <= {style.style_id for style in wales.styles}
    assert {font.get(qn("w:ascii")) for font in wales.styles.element.iter(qn("w:rFonts"))} == {"Arial"}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_text_holds_it_is_only_text(text):
    content = word(saying(text, title=text))
    made = parts(content)
    for name, part in made.items():
        if name.endswith((".xml", ".rels")):
            assert ET.fromstring(part) is not None  # noqa: S314
            assert b'TargetMode="External"' not in part
    document = docx.Document(io.BytesIO(content))
    assert styled(document, "Heading 2") == [text]
    assert [cell.text for row in document.tables[0].rows for cell in row.cells] == [text] * 6
    assert [told.get("descr") for told in document.element.body.iter(qn("wp:docPr"))] == [text]
    assert sum(text in one for one in all_texts(document)) >= 20
    assert not list(document.element.body.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:hyperlink")))
    assert text in "".join(ET.fromstring(made["word/footer1.xml"]).itertext())  # noqa: S314


@pytest.mark.parametrize("block", [Points(()), Prose(()), Grid("Nothing", (Heads("Area"),), ())])
def test_a_block_with_nothing_in_it_is_no_obstacle(block):
    assert word(with_blocks(block)).startswith(b"PK")


def test_a_picture_without_alt_text_stops_it():
    with pytest.raises(ReportError, match="Wales: the picture “Women's services cost least” has no alt text"):
        word(with_blocks(replace(PICTURE, alt="")))


def test_a_drawing_that_reads_a_file_stops_it():
    reading = DRAWING.replace("<rect", '<image href="/etc/hostname" width="9" height="9"/><rect')
    with pytest.raises(ReportError, match="Wales: the document cannot be set"):
        word(with_blocks(replace(PICTURE, svg=reading)))


def test_the_same_report_gives_the_same_bytes_at_any_time_of_day_anywhere(content, monkeypatch):
    try:
        monkeypatch.setenv("TZ", "Pacific/Auckland")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
        time.tzset()
        assert word(WALES) == content
    finally:
        monkeypatch.undo()
        time.tzset()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {entry.date_time[:3] for entry in packed.infolist()} == {(1980, 1, 1)}
