"""Every part that a page may show, as one report, in every form; for whoever looks for what must not be there."""

from bs4 import BeautifulSoup

from vv_analysis.present.comparison import (
    about,
    briefing,
    change,
    checked,
    cost,
    coverage,
    definitions,
    hangs_on,
    places,
    questions,
    ramp,
    risk,
    steps,
    volumes,
)
from vv_analysis.present.content import MIME, Report, blocks_of
from vv_analysis.publish.forms import pdf, web, word, workbook

SHOWN = (cost, change, ramp, risk, steps)


def everything(chosen):
    """Return every part that a page of a selection shows, as a report."""
    parts = [
        chosen.title(), cost.headline(chosen), about.facts(chosen), coverage.words(chosen), coverage.table(chosen),
        cost.annex(chosen), checked.words(chosen), checked.table(chosen), volumes.words(chosen), volumes.table(chosen),
        volumes.dumbbells(chosen), volumes.largest(chosen), questions.can_be_said(chosen),
        questions.cannot_be_said(chosen), questions.to_ask(chosen),
        briefing.headline(chosen), briefing.summary(chosen), hangs_on.words(chosen),
        hangs_on.chart(chosen), hangs_on.table(chosen), places.words(chosen), places.map_of_costs(chosen),
        places.dumbbells(chosen), places.table(chosen), places.small_multiples(chosen), definitions.headline(chosen),
        definitions.words(chosen),
    ]  # fmt: skip
    for module in SHOWN:
        parts += [module.chart(chosen), module.table(chosen)]
    parts += [module.words(chosen) for module in (change, ramp, risk, steps)]
    shown = [part for part in parts if part is not None]
    return report_of(chosen.name, shown)


def report_of(name, parts):
    blocks = tuple(block for part in parts for block in blocks_of(part._repr_mimebundle_()[MIME]))
    return Report(name, "region", "2026-03-11", "test", "page", blocks)


def in_all_forms(report):
    return {
        "html": web.page(report),
        "docx": word.word(report),
        "pdf": pdf.pdf(report),
        "xlsx": workbook.workbook(report),
    }


def said(report):
    return BeautifulSoup(web.page(report), "html.parser").main.get_text(" ")
