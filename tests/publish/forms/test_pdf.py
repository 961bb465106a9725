"""The PDF of a report can be read by a screen reader, says what the report says, and is the same each time."""

import io
import json
import os
import re
import time
from dataclasses import replace

import pikepdf
import pytest
from matplotlib.image import imread

from strategies.finished_report import DRAWING, HOSTILE, PICTURE, WALES, saying, wide, with_blocks
from vv_analysis.errors import ReportError
from vv_analysis.present.content import Cell, Grid, Heading, Heads, Points, Prose
from vv_analysis.publish.forms.columns import columns
from vv_analysis.publish.forms.drawings import in_house_font, png
from vv_analysis.publish.forms.fonts import typeset
from vv_analysis.publish.forms.pdf import _content, pdf
from vv_analysis.publish.forms.web import TEMPLATES

A4_POINTS = (595, 842)


def opened(report):
    return pikepdf.open(io.BytesIO(pdf(report)))


@pytest.fixture(scope="module")
def wales():
    with opened(WALES) as made:
        yield made


def elements(made):
    """Return every element of the structure of a PDF, in the order it is read, with its type."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S)[1:], node))
            if "/K" in node:
                walk(node.K)

    walk(made.Root.StructTreeRoot.K)
    return found


def of_type(made, name):
    return [node for kind, node in elements(made) if kind == name]


def _letters(font):
    """Return what each code of a font stands for, from its map to Unicode."""
    told = font.ToUnicode.read_bytes().decode()
    letters = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", told, re.DOTALL):
        for code, letter in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            letters[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", told, re.DOTALL):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for code in range(int(first, 16), int(last, 16) + 1):
                letters[code] = chr(int(letter, 16) + code - int(first, 16))
    return letters


def said(made):
    """Return all that is drawn, without spaces and without places where a line may or may not end."""
    text = ""
    for page in made.pages:
        fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
        letters = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                letters = fonts[str(operands[0])]
            elif str(operator) in {"Tj", "TJ"}:
                parts = operands[0] if str(operator) == "TJ" else operands
                shown = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                codes = [int.from_bytes(shown[place : place + 2], "big") for place in range(0, len(shown), 2)]
                text += "".join(letters[code] for code in codes)
    return bare(text)


def bare(text):
    return re.sub("[\\s\u200b\u2060]", "", text)


def test_it_says_what_it_is(wales):
    with wales.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == "Wales – region – values and volumes"
        assert about["dc:creator"] == ["vv-analysis"]
    assert str(wales.Root.Lang) == "en-GB"
    assert wales.Root.MarkInfo.Marked
    assert wales.Root.ViewerPreferences.DisplayDocTitle
    assert str(wales.docinfo["/CreationDate"]).startswith("D:20260311")


def test_its_headings_are_headings_and_stand_in_the_contents_beside_it(wales):
    kinds = [kind for kind, _ in elements(wales) if re.fullmatch("H[1-6]", kind)]
    assert kinds == ["H1", "H2", "H3"]
    with wales.open_outline() as outline:
        (title,) = outline.root
        assert (title.title, title.children[0].title) == ("Wales", "Cost per user")
        assert title.children[0].children[0].title == "What stands behind it"


def test_every_picture_is_described(wales):
    assert [str(node.Alt) for node in of_type(wales, "Figure") if "/Alt" in node] == [PICTURE.alt]
    assert len(of_type(wales, "Figure")) == 1


def test_tables_have_heads_rows_and_captions(wales):
    assert len(of_type(wales, "Table")) == 2
    assert len(of_type(wales, "TR")) == 3 + 2
    heads = of_type(wales, "TH")
    assert len(heads) == 3 + 2
    scopes = [part.Scope for head in heads for part in head.A if "/Scope" in part]
    assert [str(scope) for scope in scopes] == ["/Column"] * 5
    assert len(of_type(wales, "Caption")) == 3


def test_a_list_is_a_list(wales):
    assert len(of_type(wales, "LI")) == 2 + 2


def test_it_says_everything_the_report_says(wales):
    words = said(wales)
    for part in (
        "Values and volumes", "Region", "The published cost is lower.", "It is an estimate from 16 contracts.",
        "The change is −£24,000.", "Figure 1", "Women's services cost least", "Cost per user, Wales, pounds",
        "Table 1", "Cost per user, Wales, 2024-25", "Existing (£)", "£2,040", "[x]", "Values exclude VAT.",
        "Marks: [x] missing.", "Table 2", "Why is it lower?", "Prices", "2020-21", "wales.xlsx",
        "Open Government Licence", "Data as at 11 March 2026 · vv-analysis 0.1.0", "Page 1 of 2",
    ):  # fmt: skip
        assert bare(part) in words, part


def test_invented_figures_are_marked_in_the_banner_and_in_each_caption_that_has_them(wales):
    words = said(wales)
    assert "Thefiguresinthisreportareinvented." in words
    assert words.count("Illustrativefigures") == 1 + 2 + len(wales.pages) - 1  # and at the head of each further page


def test_a_report_of_real_figures_has_no_such_mark():
    with opened(with_blocks(Heading("Words"), Prose(("All real.",)))) as made:
        assert "Illustrative" not in said(made)


def test_nothing_is_drawn_with_a_font_of_the_machine(wales):
    names = {
        str(part.FontName).partition("+")[2].removesuffix("-Identity-H")
        for part in wales.objects
        if isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/FontDescriptor"
    }
    assert names == {"SourceSansPro-Regular", "SourceSansPro-Semibold", "SourceSansPro-Bold"}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_text_holds_it_is_only_text(text):
    with opened(saying(text)) as made:
        words = said(made)
        with made.open_outline() as outline:
            assert outline.root[0].title == text
            assert outline.root[0].children[0].title == text
        assert [str(node.Alt) for node in of_type(made, "Figure")] == [text]
        assert not [part for part in made.objects if isinstance(part, pikepdf.Dictionary) and "/URI" in part]
    if text.isascii():  # a text from right to left is drawn in another order
        # Kicker, title, two of the headline, two headings, paragraph, point, fact and its name,
        # caption, three heads, three cells, note, marks, title and subtitle of the picture.
        assert words.count(bare(text)) >= 20


def test_letters_of_wales_and_egypt_are_drawn_and_others_are_owned_up_to():
    with opened(with_blocks(Prose(("Dŵr Tŷ القاهرة",)))) as made:
        words = said(made)
        assert "DŵrTŷ" in words
        assert set("القاهرة") <= set(words)
        assert "\ufffd" not in words
    with opened(with_blocks(Prose(("中",)))) as made:
        assert "\ufffdstandsforaletterorsignthatthefontsofthisdocumentdonothave" in said(made)


def test_a_long_name_stays_within_the_margins():
    name = "W" * 200
    report = saying(name)
    with opened(report) as made:
        assert bare(name) in said(made)
    template = (TEMPLATES / "report.typ").read_text(encoding="utf-8")
    pages = typeset(
        template, where="", format="png", ppi=50.8, sys_inputs={"report": json.dumps(_content(report))}
    )  # fmt: skip
    for page in map(imread, map(io.BytesIO, pages)):
        margin = page[:, -36:, :3]  # 1.8 of the 2 cm, at 20 dots a centimetre
        assert (margin == 1).all()


def test_nine_columns_stand_upright_and_fifteen_on_a_page_on_its_side():
    with opened(with_blocks(wide(9))) as upright, opened(with_blocks(wide(15))) as turned:
        assert {round(float(page.MediaBox[2])) for page in upright.pages} == {A4_POINTS[0]}
        assert A4_POINTS[1] in {round(float(page.MediaBox[2])) for page in turned.pages}


def test_a_long_table_repeats_its_head_on_every_page():
    with opened(with_blocks(wide(4, rows=120))) as made:
        assert len(made.pages) > 1
        assert said(made).count("Published1(£)") == len(made.pages)
        assert len(of_type(made, "TH")) == 4


def test_a_heading_that_skips_a_level_is_raised():
    with opened(with_blocks(Heading("Alone", 3), Heading("Second", 3))) as made:
        assert [kind for kind, _ in elements(made) if re.fullmatch("H[1-6]", kind)] == ["H1", "H2", "H3"]


@pytest.mark.parametrize("block", [Points(()), Prose(()), Grid("Nothing", (Heads("Area"),), ())])
def test_a_block_with_nothing_in_it_is_no_obstacle(block):
    assert pdf(with_blocks(block)).startswith(b"%PDF")


def test_a_picture_without_alt_text_stops_it():
    with pytest.raises(ReportError, match="Wales: the picture “Women's services cost least” has no alt text"):
        pdf(with_blocks(replace(PICTURE, alt="  ")))


@pytest.mark.parametrize(
    ("drawing", "why"),
    [
        ("<svg", "failed to parse SVG"),
        (DRAWING.replace("<rect", '<image href="/etc/hostname" width="9" height="9"/><rect'), "failed to load linked"),
        (DRAWING.replace("<rect", '<image href="../pdf.py" width="9" height="9"/><rect'), "failed to load linked"),
    ],
)
def test_a_drawing_that_is_none_or_reads_a_file_stops_it(drawing, why):
    with pytest.raises(ReportError, match=f"Wales: the document cannot be set .{why}"):
        pdf(with_blocks(replace(PICTURE, svg=drawing)))


def test_the_same_report_gives_the_same_bytes_at_any_time_of_day_anywhere(monkeypatch):
    first = pdf(WALES)
    try:
        monkeypatch.setenv("TZ", "Pacific/Auckland")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
        time.tzset()
        assert pdf(WALES) == first
    finally:
        monkeypatch.undo()
        time.tzset()
    assert pdf(replace(WALES, as_at="2026-03-12")) != first
    assert os.environ.get("TZ") != "Pacific/Auckland"


def test_drawings_become_pixels_in_one_go():
    first, second = png([DRAWING.format("one"), DRAWING.format("two")])
    assert first != second
    # 547.2 points at 176 dots an inch.
    assert abs(int.from_bytes(first[16:20], "big") - 547.2 / 72 * 176) < 1
    assert png([]) == []


def test_the_words_of_a_drawing_are_set_in_the_font_of_the_document():
    assert "font-family: Source Sans Pro" in in_house_font(DRAWING)
    assert "Arial" not in in_house_font(DRAWING)


def test_each_column_is_as_wide_as_its_longest_word_and_all_are_as_wide_as_the_page():
    place = columns(wide(9))
    assert sum(place.shares) == pytest.approx(1, abs=0.001)
    assert all(room >= len("£1,250,000") for room in place.characters)
    assert not place.landscape
    assert columns(wide(15)).landscape
    assert not columns(wide(15), turning=False).landscape


def test_no_word_that_fits_is_broken():
    heads = [Heads(f"Published cost {number} (£)", numeric=True) for number in range(7)]
    row = (Cell("Education, training and employment"), *(Cell("−£136,991", -136991.0) for _ in heads), Cell("B"))
    grid = Grid("Cost", (Heads("Service"), *heads, Heads("Grade")), (row,) * 6)
    longest = ["employment", *["Published"] * 7, "Grade"]
    assert all(room >= len(word) for room, word in zip(columns(grid).characters, longest, strict=True))


def test_a_column_of_a_few_letters_leaves_its_room_to_one_of_sentences():
    row = (Cell("A"), Cell("A sentence of some length that needs a good deal of room to stand in, more than a line"))
    few, sentences = columns(Grid("Both", (Heads("Lot"), Heads("What it says")), (row,))).shares
    assert sentences > 5 * few
