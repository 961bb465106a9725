"""Every spelling of the record is resolved, and never between two."""

import pytest

from vv_analysis.errors import AreaError, CategoryError
from vv_analysis.ingest.areas import find_area, find_area_in, find_cohort
from vv_analysis.ingest.categories import category_in_title, find_category
from vv_analysis.terms import reference


@pytest.mark.parametrize(
    ("text", "name", "level"),
    [
        ("Yorkshire & Humber", "Yorkshire and the Humber", "region"),
        ("Yorkshire and the Humber", "Yorkshire and the Humber", "region"),
        ("Yorkshire and Humberside", "Yorkshire and the Humber", "region"),
        ("KSS", "Kent, Surrey and Sussex", "region"),
        ("DF Circles of Support and Accountability for KSS", "Kent, Surrey and Sussex", "region"),
        ("Dyfed Powys", "Dyfed-Powys", "area"),
        ("Avon & Somerset", "Avon and Somerset", "area"),
        ("Hampshire and Isle of Wight", "Hampshire", "area"),
        ("Thames Valley - South Central", "Thames Valley", "area"),
        ("Devon and Cornwall", "Devon & Cornwall", "area"),
        ("City of London", "London, City of", "area"),
        ("London", "London", "region"),
        ("West Midlands", "West Midlands", "region"),
        ("Merseyside", "Merseyside", "area"),
        (
            "Humberside, Lincolnshire and North Yorkshire",
            "Humberside, Lincolnshire and North Yorkshire",
            "contract-package-area",
        ),
        ("Personal Wellbeing Services in South Wales (18-25)", "South Wales", "area"),
        ("England and Wales", "England and Wales", "nation"),
        ("Kent Police", "Kent", "area"),
        ("DF Dependency and Recovery for Northumbria - North East", "Northumbria", "area"),
    ],
)
def test_a_spelling_of_the_record_is_one_area(text, name, level):
    area = find_area(text)
    assert (area.name, area.level) == (name, level)


def test_every_area_in_the_reference_table_is_found_at_its_level():
    for row in reference.areas().itertuples():
        assert find_area(row.name, level=row.level).code == row.code


@pytest.mark.parametrize(
    "text", ["South East", "Atlantis", "", "England (except Greater Manchester) and Wales", "Kent and Essex"]
)
def test_no_area_or_two_areas_are_refused(text):
    with pytest.raises(AreaError):
        find_area(text)


def test_a_near_miss_is_suggested_and_not_taken():
    with pytest.raises(AreaError, match="did you mean 'Yorkshire and the Humber'"):
        find_area("Yorkshre and the Humbre", level="region")
    assert find_area_in("nothing here") is None


def test_an_unknown_level_is_refused():
    with pytest.raises(AreaError, match="is no level of area"):
        find_area("Wales", level="county")


@pytest.mark.parametrize(
    ("text", "cohort"),
    [
        ("Personal Wellbeing (18-25)", "young-adults"),
        ("Women services", "women"),
        ("Adult men", "adult-men"),
        ("Lot 1", "not-stated"),
    ],
)
def test_a_cohort_is_not_an_area(text, cohort):
    assert find_cohort(text) == cohort


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Lot 1: Accommodation services", "accommodation"),
        ("Lot 2.1 Finance, Benefits and Debt services", "finance-benefits-debt"),
        ("Lot 2.1 FBD", "finance-benefits-debt"),
        ("finance, benefits & debt", "finance-benefits-debt"),
        ("Lot 2.2 Education, Training and Employment services", "education-training-employment"),
        ("Lot 3: Dependency and Recovery services", "dependency-recovery"),
        ("Lot 4: Family, Lifestyle and Wellbeing services", "personal-wellbeing"),
        ("Lot 5: Women services", "womens-services"),
        ("Women’s services", "womens-services"),
        ("accommodation", "accommodation"),
    ],
)
def test_a_category_is_found_by_name_or_lot(text, category):
    assert find_category(text) == category


@pytest.mark.parametrize("text", ["Lot 9", "Catering", "", "Lot 1: Women services", "Accommodation and ETE"])
def test_no_category_or_two_are_refused(text):
    with pytest.raises(CategoryError):
        find_category(text)


def test_a_title_that_names_no_category_is_other():
    assert category_in_title("Mental Health Treatment Requirements - Lot 4 Gwent") == "other"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("West Midlands police force area", "area"),
        ("West Midlands region", "region"),
        ("Merseyside contract package area", "contract-package-area"),
        ("Metropolitan Police", "area"),
        ("Merseyside CRC", "contract-package-area"),
    ],
)
def test_a_name_may_say_its_level(text, level):
    assert find_area(text).level == level
