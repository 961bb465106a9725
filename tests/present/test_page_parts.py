"""Titles, tables and pictures: what is invented says so, what is missing is marked, what is hostile is text."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from vv_analysis.present import figures
from vv_analysis.present.figures import chart
from vv_analysis.present.content import Headline, Points, Prose, Title
from vv_analysis.present.tables import Table, TableColumn

HOSTILE = "<script>alert(1)</script>\"'&"
FRAME = pd.DataFrame({"area": ["Kent", HOSTILE], "value_gbp": [1234.5, float("nan")], "status": ["ok", "c"]})
COLUMNS = (TableColumn("area", "Area"), TableColumn("value_gbp", "Value (£)", "pounds"))


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
        figures.Chart(HOSTILE, HOSTILE, HOSTILE, b"<svg/>", FRAME),
    ],
)
def test_hostile_text_stays_text(part):
    assert soup(part).script is None
    assert HOSTILE in soup(part).get_text() or HOSTILE in str(soup(part).find(attrs={"alt": True})["alt"])


def test_what_is_invented_says_so_in_titles_tables_and_pictures():
    assert soup(Title("Region", "Wales", illustrative=True)).aside["aria-label"] == "Illustrative figures"
    assert soup(Title("Region", "Wales")).aside is None
    assert "Illustrative figures" in soup(Table("Values", FRAME, COLUMNS, illustrative=True)).caption.get_text()
    chart = figures.bars(
        FRAME.head(1), label="area", value="value_gbp", title="T", subtitle="S", alt="A", illustrative=True
    )
    assert "Illustrative figures" in soup(chart).figcaption.get_text()


def drawings():
    rows = pd.DataFrame(
        {"label": ["A", "B"], "low": [1.0, 2.0], "high": [3.0, float("nan")], "year": ["2021-22", "2022-23"]}
    )
    rows = rows.assign(label=["Education, training and employment", "Women's services"], low=[1.0e9, 2.0e8])
    words = {"title": "T", "subtitle": "S", "alt": "A"}
    yield figures.bars(rows, label="label", value="low", **words)
    yield figures.intervals(rows.assign(high=[2e9, 3e9]), label="label", low="low", high="high", form="pounds", **words)
    yield figures.dumbbells(rows, label="label", before="low", after="high", names=("was", "is"), **words)
    yield figures.effects(rows, label="label", parts={"low": "price", "high": "volume"}, **words)
    yield figures.waterfall(rows.assign(high=[1e9, 1.2e9]), label="label", amount="low", total="high", **words)
    yield figures.tornado(
        rows.assign(low=[1e6, 2e6], mid=3e6, high=[5e6, 4e6]),
        label="label",
        low="low",
        central="mid",
        high="high",
        **words,
    )
    yield figures.ramp(rows.assign(high=4.0), year="year", value="low", annualised="high", steady_gbp=4.0, **words)


def test_the_same_figures_draw_the_same_bytes():
    for first, second in zip(drawings(), drawings(), strict=True):
        assert first.svg == second.svg
        assert not re.search(rb"<dc:date>|20\d\d-\d\d-\d\dT", first.svg)


def test_no_text_leaves_its_picture(monkeypatch):
    drawn = []

    class Watched(chart.Figure):
        def savefig(self, *args, **kwargs):
            super().savefig(*args, **kwargs)
            drawn.append(self)

    monkeypatch.setattr(chart, "Figure", Watched)
    assert len(list(drawings())) == len(drawn) == 7
    for figure in drawn:
        # The box around everything drawn, in inches: a text cut by the canvas would stretch it beyond.
        box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
        assert box.x0 >= -0.02
        assert box.y0 >= -0.02
        assert box.x1 <= width + 0.02
        assert box.y1 <= height + 0.02


def test_a_picture_keeps_its_data_and_leaves_the_look_of_others_alone():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    picture = next(drawings())
    assert list(picture.data.columns) == ["label", "low"]
    assert dict(mpl.rcParams) == before
