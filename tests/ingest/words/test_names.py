"""Names are the same by their words; what is only alike is suggested to people and never acted on."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.ingest.words.names import Phrases, did_you_mean, normalised, suggestions
from vv_analysis.terms import reference

AREAS = ["Kent", "Essex", "Avon and Somerset", "Yorkshire and the Humber"]


def test_case_spaces_and_punctuation_do_not_make_another_name():
    for text in ("Avon & Somerset", "AVON AND SOMERSET", " avon  and-somerset ", "Avon\u00a0and\u200b Somerset."):
        assert normalised(text) == "avon and somerset"


def test_apostrophes_of_either_kind_fall_away():
    assert normalised("Women's") == normalised("Women’s") == "womens"


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)


def phrases_in(text, known):
    return [found.phrase for found in Phrases(dict.fromkeys(known, 0)).found_in(normalised(text).split())]


def test_of_two_known_phrases_the_longer_one_is_found():
    assert phrases_in("South Wales only", ["wales", "south wales"]) == ["south wales"]
    assert phrases_in("wales and South Wales", ["wales", "south wales"]) == ["wales", "south wales"]


def test_two_phrases_that_share_a_word_are_both_found():
    known = ["south west", "west yorkshire", "yorkshire"]
    assert phrases_in("South West Yorkshire", known) == ["south west", "west yorkshire"]


def test_a_known_phrase_inside_another_word_is_not_found():
    assert phrases_in("Kentish town", ["kent"]) == []


@given(st.lists(st.sampled_from(["kent", "west", "north", "and"]), max_size=12))
def test_every_phrase_is_found_where_it_stands_and_none_inside_another(words):
    found = Phrases(dict.fromkeys(["kent", "west kent", "north west"], 0)).found_in(words)
    assert all(" ".join(words[one.start : one.end]) == one.phrase for one in found)
    assert all(first.start < second.start and first.end < second.end for first, second in pairwise(found))
    assert sum(word == "kent" for word in words) == sum("kent" in one.phrase for one in found)


def test_a_slip_of_the_hand_has_its_suggestion():
    assert suggestions("Yorkshre and the Humber", AREAS)[0] == "Yorkshire and the Humber"
    assert did_you_mean("Esex", AREAS) == "did you mean 'Essex'?"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Wels", "Wales"),
        ("Walse", "Wales"),
        ("Yorkshre & Humbre", "Yorkshire and the Humber"),
        ("Nottinghamshir", "Nottinghamshire"),
        ("Grater Manchester", "Greater Manchester"),
        ("Avon and Sommerset", "Avon and Somerset"),
        ("Merseysyde", "Merseyside"),
        ("Londn", "London"),
        ("Gwnet", "Gwent"),
        ("West Midland", "West Midlands"),
        ("Nothumbria", "Northumbria"),
        ("Sout Wales", "South Wales"),
        ("Manchester", "Greater Manchester"),
        ("Tees Valley", "Durham Tees Valley"),
    ],
)
def test_the_area_that_was_mistyped_is_suggested_first(typed, meant):
    assert suggestions(typed, reference.areas()["name"])[0] == meant


def test_a_region_that_was_mistyped_is_suggested_and_nothing_far_from_it():
    assert did_you_mean("Wels", reference.regions()) == "did you mean 'Wales'?"
    assert did_you_mean("Yorkshre", reference.regions()) == "did you mean 'Yorkshire and the Humber'?"


def test_what_is_far_less_alike_than_the_best_is_not_suggested():
    assert suggestions("Volum", ["Area", "Value (£m)", "Volume"]) == ["Volume"]
    assert suggestions("Nottinghamshir", reference.areas()["name"]) == ["Nottinghamshire"]


def test_a_name_known_at_several_levels_is_suggested_once():
    assert suggestions("Londn", ["London", "London", "London, City of"]).count("London") == 1


def test_a_text_of_any_length_is_compared_by_its_beginning():
    assert suggestions("Kent" + " and so on" * 4_000, AREAS) == []


def test_nothing_is_suggested_where_nothing_is_near():
    assert did_you_mean("Atlantis", ["Kent"]) == ""
    assert did_you_mean("", AREAS) == ""
