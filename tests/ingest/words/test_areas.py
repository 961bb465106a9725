"""Every spelling of the record is resolved, and never between two."""

import csv
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.errors import AreaError, CategoryError
from vv_analysis.ingest.words.areas import Area, find_area, find_area_in, find_cohort, levels_named
from vv_analysis.ingest.words.categories import category_in_title, find_category
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
        ("London CRC", "London", "contract-package-area"),
        ("Cumbria and Lancashire CRC", "Cumbria and Lancashire", "contract-package-area"),
        ("Hampshire and Isle of Wight CRC", "Hampshire and Isle of Wight", "contract-package-area"),
        ("Essex CRC", "Essex", "contract-package-area"),
        ("Norfolk & Suffolk", "Norfolk and Suffolk", "contract-package-area"),
        ("Cheshire and Greater Manchester", "Cheshire and Greater Manchester", "contract-package-area"),
        ("Durham Tees Valley", "Durham Tees Valley", "contract-package-area"),
        ("Leicester, Leicestershire & Rutland (LLR)", "Leicestershire", "area"),
        ("national", "England and Wales", "nation"),
        ("England and Wales (12 regional lots)", "England and Wales", "nation"),
        ("Metropolitan", "Metropolitan Police", "area"),
        ("Metropolitan Police Service", "Metropolitan Police", "area"),
        ("City of London Police", "London, City of", "area"),
        ("London, City of", "London, City of", "area"),
        ("Greater London", "London", "region"),
        ("GM Integrated Rehabilitation Services - Family Support", "Greater Manchester", "region"),
        ("Con_ 25304 Leicestershire Health Trainers (East Midlands)", "Leicestershire", "area"),
        ("Services - Re-Run South West (Lot 2)", "South West", "region"),
        ("Draft Call-Off Contract - Lot 3 Dyfed Powys", "Dyfed-Powys", "area"),
        ("Mental Health Treatment Requirements - Lot 4 Gwent", "Gwent", "area"),
        ("South Central: Hampshire", "Hampshire", "area"),
        ("Staffordshire - West Midlands", "Staffordshire", "area"),
        ("Staffordshire, West Midlands region", "Staffordshire", "area"),
        ("Kent, England and Wales", "Kent", "area"),
        ("North East of England", "North East", "region"),
        ("Kent, Surrey, Sussex", "Kent, Surrey and Sussex", "region"),
        ("DYFED\u2011POWYS", "Dyfed-Powys", "area"),
        ("South_Wales", "South Wales", "area"),
        ("E23000036", "Avon and Somerset", "area"),
        ("W15000003 South Wales", "South Wales", "area"),
        ("region-wales", "Wales", "region"),
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
    "text", ["South East", "Atlantis", "", " ", "21 CRC areas", "Isle of Man", "Kentish", "x" * 32_000]
)
def test_what_is_no_area_is_refused(text):
    with pytest.raises(AreaError):
        find_area(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kent and Essex",
        "Kent & Essex",
        "Kent / Essex",
        "Kent Essex",
        "South West and Wales",
        "South West Yorkshire",
        "East of England and Wales",
        "London and City of London",
        "Staffordshire, West Midlands",
        "West Midlands, Staffordshire",
        "E23000036 Kent",
        "North Wales, South Wales",
    ],
)
def test_two_areas_are_never_taken_for_one(text):
    for level in (None, "area", "region"):
        with pytest.raises(AreaError, match="names two areas"):
            find_area(text, level=level)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("England (except Greater Manchester) and Wales", "'England' is a part of"),
        ("Devon, Cornwall and Dorset", "'Devon' is a part of"),
        ("Gloucestershire and Somerset", "'Somerset' is a part of"),
        ("Kent and Medway", "'Medway' is a part of"),
        ("Oldham", "'Oldham' is a part of 'Greater Manchester'"),
        ("Oldham, Greater Manchester", "'Oldham' is a part of"),
        ("Yorkshire", "is a part of 'Yorkshire and the Humber'"),
        ("North Lincolnshire", "'north' beside 'Lincolnshire'"),
        ("South Gloucestershire", "'south' beside 'Gloucestershire'"),
        ("Mid Wales", "'mid' beside 'Wales'"),
        ("Cheshire West and Chester", "'west' beside 'Cheshire'"),
        ("Inner London", "'inner' beside 'London'"),
        ("Kent and Ruritania", "'ruritania' is joined to 'Kent'"),
        ("Kent and the Ruritanian coast", "'ruritanian' is joined to 'Kent'"),
        ("Ruritania & Kent", "'ruritania' is joined to 'Kent'"),
        ("NPS North East Division", "other ground"),
        ("kent " * 300, "longer than 1,000 signs"),
    ],
)
def test_a_part_of_an_area_is_not_taken_for_the_whole(text, why):
    with pytest.raises(AreaError) as refusal:
        find_area(text)
    assert why in str(refusal.value)


@pytest.mark.parametrize(
    "title",
    [
        "National Women's Justice Coalition",
        "Trafford Metropolitan Borough Council",
        "Engaging People on Probation (EPOP)",
    ],
)
def test_a_word_of_a_name_in_a_title_is_no_area(title):
    assert find_area_in(title) is None


def test_every_area_of_the_record_is_found_or_refused():
    files = sorted((reference.folder().parent / "publications").glob("*/statements.csv"))
    texts = {row["area"] for file in files for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())}
    found = {}
    for text in texts:
        try:
            found[text] = find_area(text).code
        except AreaError:
            found[text] = "refused"
    assert found == {
        "England and Wales": "K04000001",
        "England and Wales (12 regional lots)": "K04000001",
        "England (except Greater Manchester) and Wales": "refused",
        "21 CRC areas": "refused",
        "Greater Manchester": "region-greater-manchester",
        "Oldham": "refused",
        "Yorkshire and the Humber": "region-yorkshire-and-the-humber",
        "South East": "refused",
        "South West and Wales": "refused",
    }


def test_the_level_asked_for_is_the_one_found_or_none_is():
    assert find_area("KSS", level="contract-package-area").code == "cpa-kent-surrey-and-sussex"
    assert find_area("Thames Valley - South Central", level="region").name == "South Central"
    for text, level in (("Kent", "region"), ("West Midlands region", "area"), ("Wales", "area")):
        with pytest.raises(AreaError):
            find_area(text, level=level)


def test_a_contract_package_area_over_two_regions_has_no_region():
    for name in ("Humberside, Lincolnshire and North Yorkshire", "Cheshire and Greater Manchester"):
        assert find_area(name).region == ""
        assert find_area(f"{name} CRC").region == ""


AREAS = [Area(*row) for row in reference.areas()[["code", "name", "level", "region"]].itertuples(index=False)]
PACKAGE_OF = dict(reference.areas()[["code", "contract_package_area"]].itertuples(index=False))


def ground(area):
    """The police force areas on the ground of an area, by their codes, from the table alone."""
    inside = {
        "nation": lambda one: True,
        "region": lambda one: one.region == area.name,
        "contract-package-area": lambda one: PACKAGE_OF[one.code] == area.name,
        "area": lambda one: one == area,
    }
    return frozenset(one.code for one in AREAS if one.level == "area" and inside[area.level](one))


@given(
    st.sampled_from(AREAS),
    st.sampled_from(
        [("(18-25)", "young-adults"), ("(women)", "women"), ("for men", "adult-men"), ("(18–25s)", "young-adults")]
    ),
)
def test_an_area_and_its_cohort_are_told_apart(area, people):
    words, cohort = people
    title = f"Personal Wellbeing Services in {area.name} {words}"
    assert find_area(title, level=area.level) == area
    assert find_cohort(title) == cohort


def test_areas_on_different_ground_are_never_resolved_to_one():
    apart = [(one, two) for one, two in permutations(AREAS, 2) if not ground(one) & ground(two)]
    assert len(apart) > 4_000
    for one, two in apart:
        for link in (" and ", ", ", " / ", " "):
            found = None
            try:
                found = find_area(f"{one.name}{link}{two.name}")
            except AreaError:
                continue
            # "Norfolk and Suffolk" is a name of its own, for the ground of both.
            assert ground(found) == ground(one) | ground(two)


@given(st.text(max_size=60), st.sampled_from([None, "area", "region", "contract-package-area", "nation"]))
def test_any_text_is_an_area_or_refused_and_nothing_else_happens(text, level):
    try:
        area = find_area(text, level)
    except AreaError:
        return
    assert area in AREAS
    assert level in {None, area.level}


def test_the_levels_of_a_name_are_those_it_is_known_at():
    assert levels_named("West Midlands") == {"area", "region"}
    assert levels_named("West Midlands PCC") == {"area"}
    assert levels_named("Merseyside") == {"area", "contract-package-area"}
    assert levels_named("Services in Kent") == levels_named("North Kent") == levels_named("Atlantis") == frozenset()


def test_every_reviewed_spelling_is_an_area_or_a_part_of_one():
    names = set(reference.areas()["name"])
    for row in reference.area_spellings().itertuples():
        assert row.name in names
        if row.stands == "part":
            with pytest.raises(AreaError, match="is a part of"):
                find_area(row.spelling)
        else:
            assert find_area(row.spelling, level=row.level).name == row.name


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
        ("18\u201125", "young-adults"),
        ("18 and 25", "young-adults"),
        ("aged 18 to 25", "young-adults"),
        ("2018-25", "not-stated"),
        ("18-250", "not-stated"),
        ("Women’s", "women"),
        ("Welsh women", "women"),
        ("female", "women"),
        ("Men and women", "all"),
        ("adult and young adult males", "adult-men"),
        ("Isle of Man", "not-stated"),
        ("Everyone eligible", "all"),
        ("All", "all"),
        ("All lots", "not-stated"),
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
        ("ETE", "education-training-employment"),
        ("dependency & recovery", "dependency-recovery"),
        ("Lot 2.1", "finance-benefits-debt"),
        ("Lot 4: 2021-22", "personal-wellbeing"),
        ("Accommodation for women and other people", "accommodation"),
        ("Other", "other"),
        ("other services", "other"),
    ],
)
def test_a_category_is_found_by_name_or_lot(text, category):
    assert find_category(text) == category


@pytest.mark.parametrize(
    "text",
    [
        "Lot 9",
        "Lot 2",
        "Lot 12",
        "Lot 1 and 3",
        "Lot 1, 3",
        "Lots 1 and 2",
        "Catering",
        "",
        "Lot 1: Women services",
        "Accommodation and ETE",
    ],
)
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
        ("West Midlands PCC", "area"),
        ("Police and Crime Commissioner for West Midlands", "area"),
        ("Office of the Police and Crime Commissioner for the West Midlands", "area"),
        ("Women's services, West Midlands region", "region"),
    ],
)
def test_a_name_may_say_its_level(text, level):
    assert find_area(text).level == level
