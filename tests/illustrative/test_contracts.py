"""The invented contracts look like what forty organisations might hand in."""

from __future__ import annotations

from datetime import date

import pytest

from vv_analysis.illustrative.contracts import PART_OF, PAYERS, contract_rows
from vv_analysis.illustrative.figures import price_gbp
from vv_analysis.illustrative.names import organisations
from vv_analysis.terms import reference, vocabulary
from vv_analysis.terms.template import COLUMNS

BOTH_SPANNING = {"Cheshire and Greater Manchester", "Humberside, Lincolnshire and North Yorkshire"}


@pytest.fixture(scope="module")
def rows():
    return [row for organisation in organisations() for row in contract_rows(organisation)]


def levels(rows):
    table = reference.areas()
    known = {name: set(table.loc[table["name"] == name, "level"]) for name in table["name"]}
    return [known[row["area"]] for row in rows]


def home_regions(area):
    table = reference.areas()
    return set(table.loc[(table["name"] == area) & (table["region"] != ""), "region"])


def test_forty_organisations_have_forty_names_files_and_references(rows):
    found = organisations()
    assert len(found) == 40
    assert len({organisation.slug for organisation in found}) == 40
    assert len({row["contract"] for row in rows}) == len(rows)


def test_names_are_as_messy_as_real_ones():
    names = [organisation.name for organisation in organisations()]
    for mess in ("'", "’", "&", " Ltd", " CIC"):
        assert any(mess in name for name in names), mess


def test_each_organisation_holds_two_to_eight_contracts_and_all_about_two_hundred(rows):
    assert all(2 <= len(contract_rows(organisation)) <= 8 for organisation in organisations())
    assert 180 <= len(rows) <= 220


def test_periods_lie_within_the_three_years_before_the_change(rows):
    assert all(date(2018, 4, 1) <= row["start"] < row["end"] <= date(2021, 3, 31) for row in rows)
    periods = {(row["start"], row["end"]) for row in rows}
    assert (date(2019, 4, 1), date(2020, 3, 31)) in periods
    assert any((end - start).days < 360 for start, end in periods)
    assert any((end - start).days > 400 for start, end in periods)


def test_values_lie_between_20_and_600_thousand_pounds(rows):
    assert all(20_000 <= row["value"] <= 600_000 for row in rows)


def test_areas_stand_at_all_three_levels_and_both_spanning_packages_occur(rows):
    found = levels(rows)
    assert all(found)
    for level in ("area", "region", "contract-package-area"):
        assert {level} in found
    assert {row["area"] for row in rows} >= BOTH_SPANNING


def test_most_regions_have_most_services_but_some_have_none(rows):
    filled = {(region, row["category"]) for row in rows for region in home_regions(row["area"])}
    assert 48 <= len(filled) <= 68


def test_most_contracts_cost_a_little_more_than_published_and_some_less(rows):
    category = {words: code for code, words in vocabulary.CATEGORIES.items()}
    areas = set(reference.areas().query("level == 'area'")["name"])
    dearer = [
        row["value"] / row["volume"] > price_gbp(category[row["category"]], row["area"])
        for row in rows
        if isinstance(row["volume"], int) and row["area"] in areas and row["vat"] == "excluding VAT"
    ]
    assert 0.55 <= sum(dearer) / len(dearer) <= 0.9


def test_five_volumes_are_unknown_and_none_is_nought(rows):
    volumes = [row["volume"] for row in rows]
    assert volumes.count("TBC") == 3
    assert volumes.count(None) == 2
    assert all(volume > 0 for volume in volumes if isinstance(volume, int))


def test_answers_come_from_the_lists_of_the_template(rows):
    for column in COLUMNS:
        if column.choices:
            assert {row[column.name] for row in rows} <= set(column.choices), column.name


def test_roles_vat_and_one_off_costs_vary(rows):
    assert {row["tier"] for row in rows} == {"lead", "subcontractor", "grant"}
    assert {row["vat"] for row in rows} == set(vocabulary.VAT_BASES.values())
    assert sum(row["vat"] == "excluding VAT" for row in rows) > len(rows) / 2
    assert 3 <= sum(row["one_off_costs"] is not None for row in rows) <= 30


def test_most_contracts_say_who_pays_and_no_payer_is_real(rows):
    payers = [row["paid_by"] for row in rows]
    assert 0.6 <= sum(payer is not None for payer in payers) / len(rows) <= 0.9
    invented = {organisation.name for organisation in organisations()} | {
        name for names in PAYERS.values() for name in names
    }
    assert {payer for payer in payers if payer} <= invented
    assert {row["tier"] for row in rows if row["paid_by"] == "The Saltquince Foundation"} == {"grant"}


def test_some_subcontracts_are_part_of_a_contract_that_another_file_holds(rows):
    by_reference = {row["contract"]: row for row in rows}
    for contract, (lead, part_of) in PART_OF.items():
        row = by_reference[contract]
        assert (row["tier"], row["paid_by"]) == ("subcontractor", lead)
        held = [by_reference[part_of]] if part_of else [other for other in rows if other["organisation"] == lead]
        assert any(
            (other["category"], other["area"], other["tier"]) == (row["category"], row["area"], "lead")
            for other in held
        )
