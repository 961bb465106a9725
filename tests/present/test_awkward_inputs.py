"""Areas without contracts, editions without volumes, empty years, and names that nobody foresaw: words, not faults."""

import dataclasses
import re
import zipfile
from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from strategies.whole_pages import everything, in_all_forms, report_of, said
from vv_analysis.present.comparison import cost, definitions, like_for_like, own, places, selection, steps, womens
from vv_analysis.settings import load

NAMES = [
    "<script>alert(1)</script>" * 8,
    "x" * 200,
    "Llŷn & Môn's \"Tŷ Gŵyl\" (18–25)",
    "منظمة إعادة التأهيل في ويلز",
    "=HYPERLINK(\"http://elsewhere.example\",\"x\")",
    "#read(\"/etc/passwd\") $x^2$ \\input{x} {{ 7*7 }} ${7*7}",
    "</title><img src=x onerror=alert(1)>",
    "a\x00b\r\nc\td\u202ee",
]  # fmt: skip


def comparison():
    return load().comparison


def without(data, **changes):
    """Return the data with some columns of the published lines replaced."""
    return dataclasses.replace(data, published=data.published.assign(**changes))


def test_an_area_without_contracts_says_so_in_words(data):
    chosen = selection.of_area(data, comparison(), "Northumbria")
    assert len(chosen.contracts) == 0
    words = said(everything(chosen))
    assert "no existing contract can be compared well" in words
    assert "nothing can be compared in any of the services" in words
    assert "nan" not in words.casefold().split()


def test_an_area_without_any_figure_says_so_in_words(data):
    words = said(everything(selection.of_area(data, comparison(), "London, City of")))
    for sentence in (
        "No line has a value in both editions",
        "No published line has a value in every year",
        "so nothing can be said about other volumes",
    ):
        assert sentence in words


def test_an_edition_without_volumes_shows_no_cost_per_user(data):
    gone = without(data, volume_users=float("nan"), volume_low_users=float("nan"), volume_high_users=float("nan"),
                   volume_status="missing")  # fmt: skip
    report = everything(selection.of_region(gone, comparison(), "Wales"))
    words = said(report)
    assert "Wales: no existing contract can be compared well with what is published." in words
    assert "£0 per user" not in words
    in_all_forms(report)


def test_an_empty_year_is_left_out_and_said(data):
    year = data.published["year"] == "2022-23"
    gone = without(
        data,
        value_gbp=data.published["value_gbp"].mask(year),
        value_low_gbp=data.published["value_low_gbp"].mask(year),
        value_high_gbp=data.published["value_high_gbp"].mask(year),
        value_status=data.published["value_status"].mask(year, "missing"),
    )
    report = everything(selection.of_region(gone, comparison(), "Wales"))
    assert "No published line has a value in every year" in said(report)
    in_all_forms(report)


def test_a_service_with_one_organisation_is_shown_if_invented_and_withheld_if_real(data):
    one = data.contracts[data.contracts["organisation"] == "Larchpenny Women's Network"]
    alone = dataclasses.replace(data, contracts=one)
    shown = everything(selection.of_category(alone, comparison(), "womens-services"))
    in_all_forms(shown)
    real = dataclasses.replace(
        data,
        contracts=one.assign(data_status="reported"),
        published=data.published.assign(data_status="official"),
    )
    chosen = selection.of_category(real, comparison(), "womens-services")
    assert len(chosen.contracts) > 0
    words = said(everything(chosen))
    assert "fewer than five organisations" in words
    usual = cost.per_user(selection.of_category(alone, comparison(), "womens-services"))["cost_per_user_gbp_before"]
    for amount in usual.dropna():
        assert f"£{round(amount):,}" not in words


def test_no_page_but_the_organisations_own_shows_steps_from_fewer_than_five_organisations(data):
    one = data.contracts[data.contracts["organisation"] == "Larchpenny Women's Network"]
    real = dataclasses.replace(
        data, contracts=one.assign(data_status="reported"), published=data.published.assign(data_status="official")
    )
    for chosen in (
        selection.of_nation(real, comparison()),
        selection.of_category(real, comparison(), "womens-services"),
        selection.of_region(real, comparison(), one["region"].iloc[0]),
    ):
        assert steps.table(chosen) is None
        assert steps.chart(chosen) is None
        assert places.by_area(chosen)["cost_per_user_gbp_before"].isna().all()
    nation = like_for_like.by_region(real, comparison())
    assert nation["compared"].sum() == 0
    mine = selection.of_organisation(real, comparison(), "Larchpenny Women's Network")
    assert own.table(mine).frame["cost_per_user_before_gbp"].notna().any()
    assert "for its eyes only" in mine.title().kind or "only" in own.facts(mine).pairs[0][1]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_nobody_foresaw_is_laid_out_as_text_in_every_form_and_runs_nothing(data, name):
    renamed = dataclasses.replace(
        data,
        contracts=data.contracts.assign(organisation=name + data.contracts["organisation"], contract=name),
        published=data.published.assign(
            publication=data.published["publication"] + name, area=data.published["area"] + name, cohort=name
        ),
    )
    asked = comparison()
    asked = asked.model_copy(update={"edition": asked.edition + name, "earlier_edition": asked.earlier_edition + name})
    chosen = dataclasses.replace(
        selection.of_region(renamed, asked, "Wales"),
        labels={code: f"{name} {code}" for code in selection.rows_of("category")},
    )
    chosen = dataclasses.replace(chosen, name=name)
    report = everything(chosen)
    forms = in_all_forms(report)
    page = BeautifulSoup(forms["html"], "html.parser")
    assert page.find(["script", "iframe", "svg"]) is None
    assert [tag for tag in page.find_all(True) if any(key.startswith("on") for key in tag.attrs)] == []
    assert all(image["src"].startswith("data:") for image in page.find_all("img"))
    assert page.h1.get_text() == re.sub(r"[\x00-\x1f\u202e]+", " ", name)
    with zipfile.ZipFile(BytesIO(forms["xlsx"])) as book:
        assert not any(b"<f>" in book.read(part) or b"<f " in book.read(part) for part in book.namelist())
    with zipfile.ZipFile(BytesIO(forms["docx"])) as document:
        links = [part for part in document.namelist() if part.endswith(".rels")]
        outside = b"".join(document.read(part) for part in links).count(b'TargetMode="External"')
        assert outside == 0
    assert forms["pdf"].startswith(b"%PDF-")
    assert b"/JavaScript" not in forms["pdf"]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_an_organisation_of_any_name_gets_its_page(data, name):
    own_name = f"{name} Trust"
    renamed = data.contracts["organisation"].mask(
        data.contracts["organisation"] == "Larchpenny Women's Network", own_name
    )
    mine = dataclasses.replace(data, contracts=data.contracts.assign(organisation=renamed))
    chosen = selection.of_organisation(mine, comparison(), own_name)
    parts = [
        chosen.title(), own.headline(chosen), own.facts(chosen), own.chart(chosen), own.table(chosen),
        own.break_even_words(chosen), own.break_even_table(chosen), steps.words(chosen), steps.chart(chosen),
    ]  # fmt: skip
    report = report_of(own_name, [part for part in parts if part is not None])
    in_all_forms(report)
    assert len(report.blocks) == 9


def test_two_editions_of_which_one_has_no_lines_in_common_say_so(data):
    none = data.published["publication"] == comparison().earlier_edition
    gone = without(data, value_gbp=data.published["value_gbp"].mask(none), value_low_gbp=data.published[
        "value_low_gbp"].mask(none), value_high_gbp=data.published["value_high_gbp"].mask(none),
        value_status=data.published["value_status"].mask(none, "missing"))  # fmt: skip
    asked = comparison()
    chosen = selection.of_editions(gone, asked, asked.earlier_edition, asked.edition, "category")
    assert "no change can be worked out" in definitions.headline(chosen).answer
    shares = womens.section(gone, asked, "womens-services")
    assert len(shares.blocks) > 1
