"""What a page is made from: whatever else changes, the page stays what it was; whatever of it changes, it is seen."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import vv_analysis
from vv_analysis.present.content import MIME
from vv_analysis.publish.made_from import hashed, made_from, used_rows, why
from vv_analysis.publish.parameters import Job
from vv_analysis.settings import load

ROOT = Path(__file__).parents[2]
FIGURES = ["value_gbp", "value_low_gbp", "value_high_gbp"]


def others(**those):
    """Say which rows a page does not use: those that have another value in a column."""
    return lambda frame: pd.concat([frame[column] != value for column, value in those.items()], axis=1).any(axis=1)


def every(frame):
    return pd.Series(data=True, index=frame.index)


def none(frame):
    return pd.Series(data=False, index=frame.index)


# Each page with the published lines, contracts, statements and awards that are none of its business.
PAGES = {
    "area": ({"area": "Gwent"}, others(area="Gwent", area_level="area"), others(area="Gwent", area_level="area"),
             every),
    "region": ({"region": "Wales"}, others(region="Wales"), others(region="Wales"), every),
    "category": ({"category": "accommodation"}, others(category="accommodation"), others(category="accommodation"),
                 every),
    "organisation": ({"organisation": "Larchpenny Women's Network"}, none,
                     others(organisation="Larchpenny Women's Network"), every),
    "publication_changes": ({"earlier_edition": "illustrative-2019-11", "edition": "illustrative-2020-07"}, none, every,
                            every),
    "rr3_briefing": ({}, none, none, every),
    "public_record": ({}, every, every, none),
}  # fmt: skip


def changed(data, published, contracts, elsewhere):
    """Return the data with every figure of some rows changed."""

    def _dearer(frame, rows):
        figures = [name for name in FIGURES if name in frame]
        return frame.assign(**{name: frame[name].where(~rows(frame), frame[name] * 1.07 + 1) for name in figures})

    return dataclasses.replace(
        data,
        published=_dearer(data.published, published),
        contracts=_dearer(data.contracts, contracts),
        awards=_dearer(data.awards, elsewhere),
        statements=data.statements[~elsewhere(data.statements)],
        quality=data.quality.head(0),
    )


def shown(report, parameters, data, monkeypatch):
    """Return all that the cells of a notebook show, run here."""
    monkeypatch.setattr(vv_analysis, "load", lambda: data)
    names: dict[str, object] = {}
    blocks = []
    for cell in nbformat.read(ROOT / "notebooks" / f"{report}.ipynb", as_version=4).cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, report, "exec"), names)  # noqa: S102
        if "parameters" in cell.metadata.get("tags", []):
            names.update(parameters)
        value = eval(compile(ast.Expression(last.value), report, "eval"), names) if last else None  # noqa: S307
        if value is not None:
            blocks.append(value._repr_mimebundle_()[MIME])
    return blocks


@pytest.mark.parametrize("report", PAGES)
def test_what_a_page_does_not_use_can_change_without_it(report, data, monkeypatch):
    parameters, *unused = PAGES[report]
    comparison = load(ROOT).comparison
    after = changed(data, *unused)
    assert (
        not after.published.equals(data.published) or not after.awards.equals(data.awards) or report == "public_record"
    )
    assert hashed(used_rows(report, parameters, after, comparison)) == hashed(
        used_rows(report, parameters, data, comparison)
    )
    assert shown(report, parameters, after, monkeypatch) == shown(report, parameters, data, monkeypatch)


@pytest.mark.parametrize(
    ("frame", "category"),
    [
        ("contracts", "accommodation"),
        ("published", "personal-wellbeing"),
    ],
)
def test_a_changed_figure_is_seen_by_the_pages_that_use_it_and_no_others(frame, category, data):
    settings = load(ROOT)
    rows = getattr(data, frame)
    edition = settings.comparison.edition
    in_edition = rows.get("publication", pd.Series(edition, index=rows.index)) == edition
    wanted = (rows["category"] == category) & (rows["area_level"] == "area")
    place = rows[wanted & in_edition].index[0]
    dearer = rows.assign(**{name: rows[name].where(rows.index != place, rows[name] + 1) for name in FIGURES})
    after = dataclasses.replace(data, **{frame: dearer})
    jobs = [
        Job(report, "", ROOT / "notebooks" / f"{report}.ipynb", parameters, illustrative=True)
        for report, parameters in [
            ("public_record", {}), ("national", {}), ("rr3_briefing", {}), ("data_quality", {}),
            *(("region", {"region": name}) for name in sorted(rows["region"].unique()) if name),
            *(("category", {"category": name}) for name in ("accommodation", "womens-services", "personal-wellbeing")),
            *(("area", {"area": name}) for name in sorted(rows.loc[rows["area_level"] == "area", "area"].unique())),
        ]
    ]  # fmt: skip
    before, now = (made_from(jobs, settings, one, "2026-03-11") for one in (data, after))
    moved = {key for key in now if now[key] != before[key]}
    area = Job("area", "", ROOT, {"area": rows.loc[place, "area"]}, illustrative=True).key
    region = Job("region", "", ROOT, {"region": rows.loc[place, "region"]}, illustrative=True).key
    womens = {"category/womens-services"} if frame == "published" else set()  # its share is one of all services
    assert moved == {
        "national/national", "rr3_briefing/rr3-briefing", "data_quality/data-quality", *womens,
        f"category/{category}", area, region,
    }  # fmt: skip
    assert {why(now[key], before[key]) for key in moved} == {"the rows it uses changed"}


def test_why_a_page_is_made_again_is_said_in_words():
    before = {"rows": "1", "code": "1", "notebook": "1"}
    assert why({**before, "notebook": "2", "code": "2"}, before) == "its notebook and the code of the package changed"
    assert why(before, before) == "nothing changed"
