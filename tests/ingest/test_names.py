"""Names are the same by their words; what is only alike is suggested to people and never acted on."""

from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.ingest.names import did_you_mean, normalised, phrases_in, suggestions

AREAS = ["Kent", "Essex", "Avon and Somerset", "Yorkshire and the Humber"]


def test_case_spaces_and_punctuation_do_not_make_another_name():
    for text in ("Avon & Somerset", "AVON AND SOMERSET", " avon  and-somerset ", "Avon\u00a0and\u200b Somerset."):
        assert normalised(text) == "avon and somerset"


def test_apostrophes_of_either_kind_fall_away():
    assert normalised("Women's") == normalised("Women’s") == "womens"


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)


def test_of_two_known_phrases_the_longer_one_is_found():
    assert phrases_in("South Wales only", {"wales": 1, "south wales": 2}) == {"south wales": 2}


def test_a_known_phrase_inside_another_word_is_not_found():
    assert phrases_in("Kentish town", {"kent": 1}) == {}


@given(st.text(max_size=60))
def test_every_phrase_found_stands_in_the_text(text):
    found = phrases_in(text, {"kent": 1, "west kent": 2})
    assert all(f" {phrase} " in f" {normalised(text)} " for phrase in found)


def test_a_slip_of_the_hand_has_its_suggestion():
    assert suggestions("Yorkshre and the Humber", AREAS)[0] == "Yorkshire and the Humber"
    assert did_you_mean("Esex", AREAS) == "did you mean 'Essex'?"


def test_nothing_is_suggested_where_nothing_is_near():
    assert did_you_mean("Atlantis", ["Kent"]) == ""
    assert did_you_mean("", AREAS) == ""
