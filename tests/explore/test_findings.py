"""What a choice comes to, worked out by hand from four published lines and a few contracts."""

from types import SimpleNamespace

import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.explore import Choice, chart_of, figures_for, finding, tabbed, table_of, words_of

GWENT, NORTH_WALES = ("W15000002", "Gwent"), ("W15000001", "North Wales")
LONDON = ("E23000001", "Metropolitan Police")


def line(place, value_gbp, volume_users, year="2024-25", region="Wales", **other):
    first = int(year[:4])
    code, area = place
    return {
        "publication": "july", "published_on": "2020-07-28", "data_status": "official", "category": "accommodation",
        "area_code": code, "area": area, "area_level": "area", "region": region, "cohort": "all", "year": year,
        "start": f"{first}-04-01", "end": f"{first + 1}-03-31", "value_gbp": value_gbp, "volume_users": volume_users,
        "volume_unit": "service-users", "vat": "excluded", "prices": "nominal", "value_source": "lines",
    } | other  # fmt: skip


def contract(place, value_gbp, volume_users, organisation="Harbour Trust", **other):
    # A year of 365 days, so that twelve months of it are the whole of it.
    base = line(place, value_gbp, volume_users, year="2018-19", data_status="reported", counted_in="")
    return base | {"organisation": organisation, "organisation_id": "", "value_source": organisation} | other


def of_five(place, value_gbp, volume_users, **other):
    names = ("Alder", "Birch", "Cedar", "Damson", "Elder")
    return [contract(place, value_gbp / 5, volume_users / 5, name, **other) for name in names]


def data(lines, contracts=()):
    published = frame(lines)
    columns = contract(GWENT, 1, 1)
    return SimpleNamespace(published=published, contracts=frame(contracts or [columns]).head(len(contracts)))


def frame(rows):
    dated = {name: lambda made, name=name: pd.to_datetime(made[name]) for name in ("start", "end", "published_on")}
    figures = {"value_gbp": "float64", "volume_users": "float64"}
    return pd.DataFrame(list(rows)).assign(**dated).astype(figures)


LINES = [
    line(GWENT, 120_000, 100),
    line(NORTH_WALES, 90_000, 60),
    line(GWENT, 10_000, 100, year="2023-24"),
    line(LONDON, 200_000, 80, region="London"),
]
IN_WALES = Choice("july", region="Wales", category="accommodation")


def of(figures, label):
    return figures.set_index("label").loc[label].to_dict()


def test_the_cost_per_user_of_an_area_is_value_over_users_on_both_sides():
    figures = figures_for(data(LINES, of_five(GWENT, 150_000, 100)), IN_WALES)
    assert figures["label"].tolist() == ["Gwent", "North Wales"]
    assert figures["published_cost_per_user_gbp"].tolist() == [1_200, 1_500]
    assert of(figures, "Gwent")["existing_cost_per_user_gbp"] == pytest.approx(1_500)
    assert of(figures, "Gwent")["difference_gbp_per_user"] == pytest.approx(-300)
    assert of(figures, "Gwent")["contracts"] == 5
    assert of(figures, "Gwent")["grade"] == "A"
    assert of(figures, "North Wales")["contracts"] == 0
    assert of(figures, "North Wales")["status"] == "x"


def test_all_regions_stand_one_a_row():
    figures = figures_for(data(LINES), Choice("july"))
    # £210,000 for 160 users, and £200,000 for 80.
    assert figures.set_index("label")["published_cost_per_user_gbp"].to_dict() == {"London": 2_500, "Wales": 1_312.5}


def test_a_chosen_year_of_prices_takes_inflation_out_of_both_sides():
    figures = figures_for(data(LINES, of_five(GWENT, 150_000, 100)), Choice("july", region="Wales", prices="2020-21"))
    # The deflators of 2020-21, 2018-19 and 2024-25 are 85.1105, 78.8043 and 100.
    assert of(figures, "Gwent")["existing_cost_per_user_gbp"] == pytest.approx(1_500 * 85.1105 / 78.8043)
    assert of(figures, "Gwent")["published_cost_per_user_gbp"] == pytest.approx(1_200 * 0.851105)


def test_contracts_with_vat_are_compared_only_without_it():
    with_vat = of_five(GWENT, 144_000, 100, vat="included")
    stated = finding(data(LINES, with_vat), IN_WALES)
    assert of(stated.figures, "Gwent")["contracts"] == 0
    assert stated.apart == 5
    assert "Not shown: five contracts of another or an unknown VAT" in words_of(stated)
    without = Choice("july", region="Wales", vat="excluded")
    assert of(figures_for(data(LINES, with_vat), without), "Gwent")["existing_cost_per_user_gbp"] == pytest.approx(
        1_200
    )


def test_what_fewer_than_five_organisations_handed_over_is_withheld_and_the_published_stays():
    four = of_five(GWENT, 150_000, 100)[:4]
    found = finding(data(LINES, [*four, contract(GWENT, 9_000, 20, "Alder ")]), IN_WALES)
    gwent = of(found.figures, "Gwent")
    assert gwent["published_cost_per_user_gbp"] == 1_200
    assert gwent["status"] == "c"
    hidden = ["existing_cost_per_user_gbp", "difference_gbp_per_user", "contracts"]
    assert found.figures.set_index("label").loc["Gwent", hidden].isna().all()
    assert (gwent["grade"], gwent["reasons"]) == ("", "")
    assert "withheld in one area: fewer than five organisations" in words_of(found)
    assert "no existing contract" in words_of(found)
    assert "Gwent: none shown, £1,200" in chart_of(found).alt
    assert "[c]" in table_of(found)._repr_html_()


def test_withheld_by_region_too():
    found = finding(data(LINES, of_five(GWENT, 150_000, 100)[:4]), Choice("july"))
    assert of(found.figures, "Wales")["status"] == "c"


def test_invented_contracts_are_never_set_beside_real_lines_nor_real_ones_beside_invented():
    real = finding(data(LINES, of_five(GWENT, 150_000, 100, data_status="illustrative")), IN_WALES)
    assert (of(real.figures, "Gwent")["contracts"], real.other_kind, real.illustrative) == (0, 5, False)
    assert "invented figures beside real ones" in words_of(real)
    invented_lines = [one | {"data_status": "illustrative"} for one in LINES]
    invented = finding(data(invented_lines, of_five(GWENT, 150_000, 100)), IN_WALES)
    assert (of(invented.figures, "Gwent")["contracts"], invented.other_kind) == (0, 5)
    assert invented.illustrative


def test_invented_figures_say_so_in_chart_table_and_text():
    invented_lines = [one | {"data_status": "illustrative"} for one in LINES]
    found = finding(data(invented_lines, [contract(GWENT, 150_000, 100, data_status="illustrative")]), IN_WALES)
    assert of(found.figures, "Gwent")["existing_cost_per_user_gbp"] == pytest.approx(1_500)
    assert "ILLUSTRATIVE FIGURES" in chart_of(found).svg
    assert "Illustrative figures" in table_of(found)._repr_html_()
    assert tabbed(found).splitlines()[0].endswith("(Illustrative figures)")


def test_a_contract_for_a_whole_region_is_not_split_over_its_areas():
    wales = of_five(("region-wales", "Wales"), 500_000, 400, area_level="region")
    found = finding(data(LINES, wales), IN_WALES)
    assert found.figures["contracts"].tolist() == [0, 0]
    assert "five contracts for ground larger than an area" in words_of(found)
    assert of(figures_for(data(LINES, wales), Choice("july")), "Wales")["existing_cost_per_user_gbp"] == 1_250


def test_what_can_hardly_be_compared_stands_in_the_table_but_not_in_the_chart():
    # Real prices on one side only cannot be compared before they are converted: grade E.
    found = finding(data(LINES, of_five(GWENT, 150_000, 100, prices="real 2018-19")), IN_WALES)
    assert of(found.figures, "Gwent")["grade"] == "E"
    assert of(found.figures, "Gwent")["existing_cost_per_user_gbp"] == pytest.approx(1_500)
    assert chart_of(found).data["existing_cost_per_user_gbp"].isna().all()
    assert "no existing contract is shown beside it" in chart_of(found).title


def test_a_choice_with_nothing_to_show_says_so():
    found = finding(data(LINES), Choice("july", region="London", category="womens-services"))
    assert found.figures.empty
    assert chart_of(found) is None
    assert words_of(found) == (
        "Nothing to show: the edition July 2020 publishes nothing for 2024-25 for London, Women’s services."
    )
    assert "publishes nothing for All regions" in words_of(finding(data(LINES), Choice("august")))


def test_lines_without_volumes_have_a_table_and_no_chart():
    found = finding(data([line(GWENT, 120_000, float("nan"))]), IN_WALES)
    assert chart_of(found) is None
    assert "There is no chart" in words_of(found)
    assert "[x]" in table_of(found)._repr_html_()


def test_the_year_is_the_last_of_the_edition_unless_another_is_asked_for():
    assert finding(data(LINES), IN_WALES).choice.year == "2024-25"
    earlier = figures_for(data(LINES), Choice("july", region="Wales", year="2023-24"))
    assert earlier["published_cost_per_user_gbp"].tolist() == [100]


def test_prices_that_are_not_known_are_refused():
    with pytest.raises(FrameError, match="cannot be brought to"):
        figures_for(data([line(GWENT, 120_000, 100, prices="unknown")]), Choice("july", prices="2020-21"))


def test_the_title_says_what_is_compared():
    lower = of_five(GWENT, 150_000, 100)
    higher = of_five(NORTH_WALES, 60_000, 60)
    assert chart_of(finding(data(LINES), IN_WALES)).title == (
        "Published cost per user lies between £1,200 and £1,500; no existing contract is shown beside it"
    )
    assert chart_of(finding(data(LINES, lower), IN_WALES)).title == (
        "Published cost per user is lower than in existing contracts in Gwent, all that can be compared"
    )
    assert chart_of(finding(data(LINES, [*lower, *higher]), IN_WALES)).title == (
        "Published cost per user is lower than in existing contracts in 1 of 2 areas compared"
    )


def test_words_of_the_data_are_never_markup_nor_a_formula():
    strange = ("W15000002", '<img src="x">'), ("W15000001", "=cmd()")
    found = finding(data([line(place, 120_000, 100) for place in strange]), IN_WALES)
    assert "<img" not in table_of(found)._repr_html_()
    assert tabbed(found).splitlines()[3].startswith("'=cmd()\t100\t1200\t0\t")


def test_the_text_for_a_spreadsheet_has_the_figures_of_the_table():
    text = tabbed(finding(data(LINES, of_five(GWENT, 150_000, 100)), IN_WALES)).splitlines()
    assert text[1].split("\t")[:3] == ["Area", "Published users", "Published cost per user (£)"]
    assert text[2].split("\t")[:7] == ["Gwent", "100", "1200", "5", "1500", "-300", "A"]


def test_figures_leave_what_they_are_made_from_as_it_was():
    given = data(LINES, of_five(GWENT, 150_000, 100))
    before = given.published.copy(), given.contracts.copy()
    figures_for(given, Choice("july", prices="2020-21", vat="excluded"))
    pd.testing.assert_frame_equal(given.published, before[0])
    pd.testing.assert_frame_equal(given.contracts, before[1])
