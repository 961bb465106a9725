"""Every notebook is run and rendered, and what its page prints equals frames computed directly."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pikepdf
import pytest
from bs4 import BeautifulSoup

from vv_analysis.ingest.intake.processed import refresh
from vv_analysis.measure.basis.areas import apportion
from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.present.content import Picture
from vv_analysis.terms.area_weights import area_weights
from vv_analysis.terms.vocabulary import CATEGORIES, LOT_CATEGORIES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def made(site):
    return site.processed, site.pages


def column(page, caption, heading):
    table = next(table for table in page.find_all("table") if caption in table.caption.get_text())
    place = [cell.get_text() for cell in table.thead.find_all("th")].index(heading)
    return {row.th.get_text(): [row.th, *row.find_all("td")][place].get_text() for row in table.tbody.find_all("tr")}


def number(text):
    return float(text.replace("£", "").replace(",", "").replace("−", "-").replace("+", "").rstrip("%"))


def test_every_report_has_its_pages_in_every_form(site):
    kinds = Counter(key.partition("/")[0] for key in site.pages)
    assert kinds == {
        "public_record": 1, "rr3_briefing": 1, "national": 1, "publication_changes": 1, "category": 6, "region": 12,
        "area": 4, "organisation": 1, "data_quality": 1,
    }  # fmt: skip
    for key in site.pages:
        for kind in ("html", "ipynb", "docx", "pdf", "xlsx"):
            assert (site.folder / f"{key}.{kind}").stat().st_size > 5_000, (key, kind)


def test_the_briefing_is_two_to_four_pages_on_paper(site):
    with pikepdf.open(site.folder / "rr3_briefing" / "rr3-briefing.pdf") as document:
        assert 2 <= len(document.pages) <= 4


def test_the_front_page_leads_to_headings_that_answer(site):
    front = BeautifulSoup((site.folder / "index.html").read_text(), "html.parser")
    assert len([link for link in front.main.find_all("a") if ".html#" in link["href"]]) >= 9


def test_a_page_weighs_under_400_kilobytes_and_each_drawing_under_60(site):
    for key, report in site.reports.items():
        assert (site.folder / f"{key}.html").stat().st_size < 400_000, key
        for block in report.blocks:
            if isinstance(block, Picture):
                assert max(len(block.svg.encode()), len(block.narrow_svg.encode())) < 60_000, (key, block.title)


def test_the_published_cost_per_user_of_every_region_is_value_over_volume(made):
    data, pages = made
    lines = data.published.query("publication == 'illustrative-2020-07' and year == '2024-25'")
    for region, page in ((key, page) for key, page in pages.items() if key.startswith("region/")):
        name = page.h1.get_text()
        printed = column(page, "Cost per user", "Published cost per user (£)")
        for code in LOT_CATEGORIES:
            chosen = lines[(lines["region"] == name) & (lines["category"] == code)].dropna(
                subset=["value_gbp", "volume_users"]
            )
            # The deflator of 2020-21 over that of 2024-25, by hand from deflators.csv.
            expected = chosen["value_gbp"].sum() * 85.1105 / 100 / chosen["volume_users"].sum()
            assert number(printed[CATEGORIES[code]]) == pytest.approx(expected, abs=0.5), (region, code)


def test_the_existing_cost_per_user_of_every_service_is_that_of_its_contracts(made):
    data, pages = made
    once = data.contracts[(data.contracts["counted_in"] == "") & (data.contracts["volume_unit"] == "service-users")]
    known = once[once["vat"] != "unknown"]
    without_vat = known["value_gbp"].where(known["vat"] != "included", known["value_gbp"] / 1.2)
    days = (known["end"] - known["start"]).dt.days + 1
    yearly = {"value_gbp": without_vat * 365 / days, "volume_users": known["volume_users"] * 365 / days}
    leap = (known["start"] <= "2020-02-29") & (known["end"] >= "2020-02-29")
    yearly = {name: figure.mask(leap, figure * 366 / 365) for name, figure in yearly.items()}
    weights = area_weights("population", frm="contract-package-area", to="region")
    ends = ["value_low_gbp", "value_high_gbp", "volume_low_users", "volume_high_users"]
    usable = apportion(known.drop(columns=ends).assign(**yearly, vat="excluded"), weights, to="region")
    for code in LOT_CATEGORIES:
        printed = column(pages[f"category/{code}"], "Cost per user", "Existing cost per user (£)")
        existing = unit_cost(real_terms(usable[usable["category"] == code]), by=["region"]).set_index("region")
        for region, words in printed.items():
            cost = existing["cost_per_user_gbp"].get(region)
            if cost is None or pd.isna(cost):
                assert words.startswith("["), (code, region)
            else:
                assert number(words) == pytest.approx(cost, abs=0.5), (code, region)


def test_the_parts_of_every_change_add_up_to_it(made):
    _, pages = made
    caption, parts = (
        "what the change is made of",
        ("Cost per user (£)", "Volume (£)", "Not split (£)", "New provision (£)", "Ended provision (£)"),
    )
    for key, page in pages.items():
        if not key.startswith(("region/", "category/", "national/", "publication_changes/")):
            continue
        change = column(page, caption, "Change (£)")
        headings = [cell.get_text() for cell in page.find_all("th")]
        shown = [column(page, caption, part) for part in parts if part in headings]
        for label, words in change.items():
            if words.startswith("["):
                continue  # nothing is known of a service that one edition does not state
            total = sum(number(part[label]) for part in shown)
            assert number(words) == pytest.approx(total, abs=2.5), (key, label)  # each is rounded for itself


def test_the_steady_state_of_every_service_is_its_share_of_100_million(made):
    _, pages = made
    shares = dict(zip(LOT_CATEGORIES, (9, 9, 11, 15, 43, 13), strict=True))
    for code, share in shares.items():
        values = column(pages[f"category/{code}"], "what the change is made of", "July 2020 (£)")
        together = values.pop("All regions")
        assert number(together) == pytest.approx(sum(number(words) for words in values.values()), abs=6.5)
        # Twelve rounded regions, and lines whose value one edition does not state are left out of the table.
        assert sum(number(words) for words in values.values()) == pytest.approx(share * 1e6, rel=0.02)


def test_no_page_leaves_an_invented_figure_unmarked(made):
    _, pages = made
    for key, page in pages.items():
        invented = not key.startswith("public_record")
        assert bool(page.find(class_="banner")) == invented
        if key == "data_quality/data-quality":
            continue  # it is about real and invented inputs together, and its tables count them apart
        for table in page.find_all("table"):
            assert ("Illustrative figures" in table.caption.get_text()) == invented
        for figure in page.find_all("figure"):
            assert ("Illustrative figures" in figure.figcaption.get_text()) == invented


def test_every_page_can_be_read_without_eyes_scripts_or_a_network(made):
    _, pages = made
    for key, page in pages.items():
        assert len(page.find_all("h1")) == 1
        assert page.html["lang"] == "en-GB"
        assert page.find("script") is None
        assert page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
        assert all(after - before <= 1 for before, after in pairwise(levels)), key
        for image in page.find_all("img"):
            assert image["src"].startswith("data:image/svg+xml")
            assert len(image["alt"]) >= 20
            assert image["alt"] != image.find_parent("figure").figcaption.strong.get_text()


def test_every_figure_in_a_headline_stands_in_a_table_of_its_page(made):
    _, pages = made
    for key, page in pages.items():
        if not key.startswith(("region/", "category/", "national/")):
            continue
        differences = column(page, "Cost per user", "Published minus existing (£ per user)").values()
        amounts = {abs(number(words)) for words in differences if not words.startswith("[")}
        said = page.find(class_="headline").get_text()
        for words in re.findall(r"£[\d,]+", said):
            assert number(words) in amounts, (key, words)


def test_the_exploring_notebook_runs(tmp_path, made, monkeypatch):
    import papermill

    from vv_analysis.publish.notebook import OwnKernelManager

    monkeypatch.setenv("VV_HOME", str(ROOT))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    refresh(ROOT / "data" / "raw", ROOT / "data" / "raw" / "contracts", ROOT / "data" / "processed")
    papermill.execute_notebook(
        str(ROOT / "notebooks" / "explore.ipynb"),
        str(tmp_path / "explore.ipynb"),
        kernel_name="python3",
        progress_bar=False,
        kernel_manager_class=OwnKernelManager,
    )
    shown = (tmp_path / "explore.ipynb").read_text()
    assert '"image/png"' in shown
    assert "cost_per_user_gbp" in shown
