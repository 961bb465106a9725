"""Titles, tables and pictures: what is invented says so, what is missing is marked, what is hostile is text."""

import json
import math
import re
from itertools import combinations

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from vv_analysis.present import figures
from vv_analysis.present.content import Facts, Heading, Headline, Picture, Points, Prose, Title, as_json, from_json
from vv_analysis.present.figures.paper import in_house_style
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms import reference

HOSTILE = "<script>alert(1)</script>\"'&"
FRAME = pd.DataFrame({"area": ["Kent", HOSTILE], "value_gbp": [1234.5, float("nan")], "status": ["ok", "c"]})
AREA, VALUE = TableColumn("area", "Area"), TableColumn("value_gbp", "Value (£)", "pounds")
COLUMNS = (AREA, VALUE)
YEARS = ["2021-22", "2022-23"]


def soup(part):
    return BeautifulSoup(part._repr_html_(), "html.parser")


def test_a_table_has_a_caption_scopes_and_marks_with_their_meaning():
    table = soup(Table("Values", FRAME, COLUMNS, mark="status"))
    assert table.caption.get_text() == "Values"
    assert [cell["scope"] for cell in table.thead.find_all("th")] == ["col", "col"]
    assert [cell["scope"] for cell in table.tbody.find_all("th")] == ["row", "row"]
    assert [cell.get_text() for cell in table.find_all("td")] == ["£1,235", "[c]"]
    assert "[c] confidential" in table.get_text()
    assert table.find(attrs={"role": "region"})["tabindex"] == "0"


def test_a_missing_figure_is_never_shown_as_nought():
    assert soup(Table("Values", FRAME, COLUMNS)).find_all("td")[1].get_text() == "[x]"


@pytest.mark.parametrize(
    "part",
    [
        Title(HOSTILE, HOSTILE),
        Headline(HOSTILE, HOSTILE),
        Prose((HOSTILE,)),
        Points((HOSTILE,)),
        Table(HOSTILE, FRAME, COLUMNS, notes=(HOSTILE,)),
        Facts(((HOSTILE, HOSTILE),)),
        Heading(HOSTILE),
        Picture(HOSTILE, HOSTILE, HOSTILE, "<svg/>", "<svg/>", Table(HOSTILE, FRAME, COLUMNS).grid()),
    ],
)
def test_hostile_text_stays_text(part):
    assert soup(part).script is None
    assert HOSTILE in soup(part).get_text() or HOSTILE in str(soup(part).find(attrs={"alt": True})["alt"])


def test_what_is_invented_says_so_in_titles_tables_and_pictures():
    assert soup(Title("Region", "Wales", illustrative=True)).find(role="note")["aria-label"] == "Illustrative figures"
    assert soup(Title("Region", "Wales")).find(role="note") is None
    assert "Illustrative figures" in soup(Table("Values", FRAME, COLUMNS, illustrative=True)).caption.get_text()
    chart = figures.bars(FRAME.head(1), figures.Told("T", "S", "A", illustrative=True), label=AREA, value=VALUE)
    assert "Illustrative figures" in soup(chart).figcaption.get_text()
    assert "ILLUSTRATIVE FIGURES" in chart.svg


LONG = "Ystradgynlais a'r Cylch " * 9


def column(name, heading="", form="pounds"):
    return TableColumn(name, heading or name, form)


def drawings(labels=("Education, training and employment", "Women's services"), illustrative=True):
    """One of each kind of picture, of two rows or years."""
    told = figures.Told("T", "S", "A", illustrative)
    rows = pd.DataFrame({"label": list(labels), "low": [1.0e9, 2.0e8], "high": [2e9, 3e9], "year": YEARS})
    label, low, high, year = column("label", form="text"), column("low"), column("high"), column("year", form="text")
    yield figures.bars(rows, told, label=label, value=low)
    yield figures.intervals(rows, told, label=label, low=low, high=high, form="pounds")
    yield figures.intervals(rows.assign(high=[math.nan, 3e9]), told, label=label, low=low, high=high, form="pounds")
    yield figures.dumbbells(rows, told, label=label, before=low, after=high)
    yield figures.effects(rows, told, label=label, parts=(low, high))
    yield figures.waterfall(rows.assign(high=[1e9, 1.2e9]), told, label=label, amount=low, total=high)
    yield figures.tornado(
        rows.assign(low=[1e6, 2e6], mid=3e6, high=[5e6, 4e6]),
        told,
        label=label,
        low=low,
        central=column("mid"),
        high=high,
    )
    yield figures.ramp(rows, told, year=year, value=low, annualised=high, steady_gbp=4e9, part_years=["2021-22"])
    panels = pd.concat([rows.assign(panel=name, share=[62.4, 100.0]) for name in labels])
    yield figures.small_multiples(
        panels, told, panel=column("panel", form="text"), year=year, value=column("share"), part_years=["2021-22"]
    )
    areas = reference.area_hexagons().assign(cost=1500.0, shade=2)
    areas.loc[3, ["cost", "shade"]] = math.nan
    yield figures.hex_map(
        areas, told, code="area_code", label=column("short", form="text"), value=column("cost"), shade=column("shade"),
        classes={1: "under £1,000", 2: "£1,000 and over"},
    )  # fmt: skip


def test_the_same_figures_draw_the_same_bytes():
    for first, second in zip(drawings(), drawings(), strict=True):
        assert first.picture() == second.picture()
        assert not re.search(r"<dc:date>|20\d\d-\d\d-\d\dT", first.svg)


@pytest.mark.parametrize("labels", [("A", "B"), ("Education, training and employment", "Wales"), (LONG, HOSTILE * 8)])
def test_no_text_leaves_its_picture_on_a_page_or_on_a_narrow_screen(labels):
    for drawing in drawings(labels):
        for figure in (drawing.figure, drawing.narrow):
            with in_house_style():
                # The box around everything drawn, in inches: a text cut by the canvas would stretch it beyond.
                box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
            assert box.x0 >= -0.02, drawing.data
            assert box.y0 >= -0.02
            assert box.x1 <= width + 0.02, (drawing.data, width)
            assert box.y1 <= height + 0.02


def test_no_two_words_of_a_picture_lie_on_each_other():
    for drawing in drawings():
        for figure in (drawing.figure, drawing.narrow):
            with in_house_style():
                renderer = figure._get_renderer()
                figure.draw(renderer)
                boxes = [
                    text.get_window_extent(renderer).shrunk(0.9, 0.7)
                    for text in figure.findobj(Text)
                    if text.get_visible() and text.get_text().strip()
                ]
            overlapping = [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
            assert overlapping == []


def test_bars_begin_at_nought():
    for drawing in drawings():
        for figure in (drawing.figure, drawing.narrow):
            for axes in figure.axes:
                bars = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_x() == 0]
                low, high = axes.get_xlim()
                assert not bars or low <= 0 < high


def test_text_is_horizontal_and_no_picture_has_two_scales():
    for drawing in drawings():
        for axes in drawing.figure.axes:
            assert all(text.get_rotation() == 0 for text in axes.findobj(Text) if text.get_text())
            assert not [other for other in drawing.figure.axes if other is not axes and other.bbox == axes.bbox]


def test_at_most_four_colours_carry_a_meaning():
    for drawing in drawings():
        for axes in drawing.figure.axes:
            filled = {patch.get_facecolor() for patch in axes.patches if isinstance(patch, Rectangle)}
            assert len(filled) <= 4


def test_what_a_colour_says_is_said_by_a_shape_a_hatch_or_a_number_too():
    for drawing in drawings():
        for axes in drawing.figure.axes:
            hatches = {}
            for patch in axes.patches:
                if isinstance(patch, Rectangle):
                    hatches.setdefault(patch.get_facecolor(), set()).add(patch.get_hatch() or "")
            alike = list(hatches.values())
            assert all(first.isdisjoint(second) for first, second in combinations(alike, 2))


def test_a_picture_has_its_figures_as_a_table_and_as_csv():
    picture = next(drawings()).picture()
    assert [head.words for head in picture.data.heads] == ["label", "low"]
    assert picture.data.csv().splitlines() == [
        "label,low",
        '"Education, training and employment",1000000000.0',
        "Women's services,200000000.0",
    ]


def test_a_dollar_in_a_name_is_a_dollar():
    assert "$\\frac{1}{2}$" in next(drawings(("$\\frac{1}{2}$", "B"))).svg


def test_a_drawing_is_small_and_holds_no_script_and_nothing_from_elsewhere():
    for drawing in drawings((LONG, HOSTILE)):
        for svg in (drawing.picture().svg, drawing.picture().narrow_svg):
            assert len(svg.encode()) < 60_000
            root = ElementTree.fromstring(svg)
            assert not [tag for tag in root.iter() if tag.tag.endswith(("script", "foreignObject", "image"))]
            assert not re.findall(r'href="(?!#)', svg)


def test_a_picture_keeps_its_data_and_leaves_the_look_of_others_alone():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    picture = next(drawings())
    assert list(picture.data.columns) == ["label", "low"]
    assert dict(mpl.rcParams) == before


def test_csv_keeps_a_mark_beside_the_empty_cell_and_runs_no_formula():
    frame = pd.DataFrame({"area": ["=1+1", "Kent"], "value_gbp": [math.nan, 1234.5], "status": ["c", "ok"]})
    lines = Table("Values", frame, COLUMNS, mark="status").grid().csv().splitlines()
    assert lines == ["Area,Value (£),Mark of: Value (£)", "'=1+1,,c", "Kent,1235.0,"]


def test_a_block_comes_back_from_its_json_as_it_was():
    for block in (Title("Region", "Wales"), Headline("A", "b"), Facts((("a", "b"),)), next(drawings()).picture()):
        assert from_json(json.loads(json.dumps(as_json(block)))) == block


def test_what_no_document_can_hold_is_taken_out_of_every_word():
    assert Prose(("a\x00b\ud800c\u202ed",)).paragraphs == ("a b c d",)
