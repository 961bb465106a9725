"""No page prints a figure that rests on contracts of fewer than five organisations: one is planted to prove it."""

import dataclasses
import re

import pandas as pd
import pytest

from strategies.whole_pages import everything, said
from vv_analysis.ingest.intake.processed import refresh
from vv_analysis.present import data_quality
from vv_analysis.present.comparison import cost, selection
from vv_analysis.present.workbook import write_template
from vv_analysis.publish import site
from vv_analysis.publish.parameters import jobs
from vv_analysis.settings import load

CANARY_GBP = 918273.0
FEWEST_USERS = 37  # so that a user costs what no published figure comes near
CANARY_NAME = "Quillfeather Confidential Trust"


def contract(organisation, value, volume):
    return {
        "contract": "C1",
        "organisation": organisation,
        "organisation_id": "",
        "tier": "lead",
        "category": "Accommodation",
        "area": "Gwent",
        "cohort": "adult men",
        "start": pd.Timestamp("2020-04-01"),
        "end": pd.Timestamp("2021-03-31"),
        "value": value,
        "vat": "excluding VAT",
        "volume": volume,
        "volume_unit": "unique service users",
    }


def planted(tmp_path, organisations):
    for number in range(organisations):
        name = CANARY_NAME if number == 0 else f"Other {number}"
        volume = "TBC" if number == 4 else FEWEST_USERS + number
        write_template(tmp_path / f"{number}.xlsx", [contract(name, CANARY_GBP, volume)], status="reported")
    return tmp_path


def as_if_real(data):
    """The illustrative editions as if they were official, so that contracts handed over are compared with them."""
    return dataclasses.replace(data, published=data.published.assign(data_status="official"))


def wales(data):
    return selection.of_region(as_if_real(data), load().comparison, "Wales")


@pytest.fixture
def read(tmp_path, data):
    def _read(organisations):
        folder = tmp_path / "contracts"
        folder.mkdir()
        planted(folder, organisations)
        raw = load().raw
        return refresh(raw / "publications" / "illustrative-2020-07", folder, tmp_path / "processed"), data

    return _read


def everything_said(chosen):
    report = everything(chosen)
    figures = " ".join(grid.csv() for _, grid in report.data_files())
    return f"{said(report)} {figures} {report.blocks}"


def with_contracts(data, contracts):
    return dataclasses.replace(data, contracts=contracts)


PAGES = {
    "region": lambda data: wales(data),
    "area": lambda data: selection.of_area(as_if_real(data), load().comparison, "Gwent"),
    "category": lambda data: selection.of_category(as_if_real(data), load().comparison, "accommodation"),
    "national": lambda data: selection.of_nation(as_if_real(data), load().comparison),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("organisations", [1, 4])
def test_contracts_of_fewer_than_five_organisations_are_withheld(read, organisations, page):
    handed_over, data = read(organisations)
    chosen = PAGES[page](with_contracts(data, handed_over.contracts))
    assert len(chosen.contracts) == organisations
    told = everything_said(chosen)
    costs = [round(CANARY_GBP / (FEWEST_USERS + number)) for number in range(4)]
    together = round(4 * CANARY_GBP / sum(FEWEST_USERS + number for number in range(4)))
    unit_costs = [form.format(cost) for cost in (*costs, together) for form in ("{}", "{:,}")]
    for canary in (CANARY_NAME, "918273", "918,273", *unit_costs):
        assert canary not in told
    assert "[c]" in told
    assert "fewer than five organisations" in told


def test_contracts_of_five_organisations_with_figures_are_compared(read):
    handed_over, data = read(6)  # one of the six states no volume
    chosen = wales(with_contracts(data, handed_over.contracts))
    table = cost.table(chosen).frame.set_index("category")
    expected = 5 * CANARY_GBP / (37 + 38 + 39 + 40 + 42)
    assert table.loc["accommodation", "cost_per_user_gbp_before"] == pytest.approx(expected)


def test_invented_contracts_are_never_compared_with_real_figures(data):
    assert len(wales(data).contracts) == 0


def test_the_front_page_keeps_quiet_about_what_was_handed_over(read):
    handed_over, _ = read(5)
    assert handed_over.quality["where"].str.contains("4.xlsx").any()
    settings = load()
    page = site.front_page(settings.report, jobs(settings, ["region"]), handed_over, "test")
    findings = data_quality.findings_table(handed_over)._repr_html_()
    assert not re.search(r"4\.xlsx|918,?273|Quillfeather", page + findings)
    assert "handed over in confidence stand only there" in findings


def test_a_copy_of_an_invented_file_is_not_taken_for_invented(tmp_path):
    write_template(tmp_path / "copy.xlsx", [contract(CANARY_NAME, CANARY_GBP, 700)], status="illustrative")
    read = refresh(load().raw / "publications" / "illustrative-2020-07", tmp_path, tmp_path / "processed")
    assert set(read.contracts["data_status"]) == {"reported"}
    assert "status-not-believed" in set(read.quality["rule"])
    assert set(read.quality.loc[read.quality["file"] == "copy.xlsx", "confidential"]) == {"yes"}
