"""What is stated for a key meets the sums of that key and of no other."""

import itertools

import pandas as pd

from vv_analysis.measure.checks.matching import alone, beside

NAMES = ("a", "b", "c", None)
PAIRS = list(itertools.product(NAMES, NAMES))


def keyed(pairs):
    return pd.DataFrame(pairs, columns=["one", "other"], dtype="str")


def test_each_pair_of_keys_meets_itself_and_no_other():
    sums = keyed(PAIRS[::-1]).assign(value_gbp=[float(place) for place in range(len(PAIRS))])
    met = beside(keyed(PAIRS), sums, ["one", "other"])
    assert met["value_gbp"].tolist() == [float(place) for place in reversed(range(len(PAIRS)))]
    assert met.index.tolist() == list(range(len(PAIRS)))
    for place, pair in enumerate(PAIRS):
        only = beside(keyed(PAIRS), keyed([pair]).assign(value_gbp=1.0), ["one", "other"])["value_gbp"]
        assert only.notna().tolist() == [place == other for other in range(len(PAIRS))]


def test_triples_of_keys_are_told_apart_too():
    triples = pd.DataFrame(itertools.product("abcd", repeat=3), columns=["one", "other", "third"], dtype="str")
    sums = triples.assign(value_gbp=[float(place) for place in range(len(triples))])
    assert beside(triples, sums, ["one", "other", "third"])["value_gbp"].tolist() == list(range(64))


def test_without_keys_the_one_sum_stands_beside_every_row():
    stated = pd.DataFrame({"value_gbp": [1.0, 2.0]})
    assert beside(stated, pd.DataFrame({"rows": [5]}), [])["rows"].tolist() == [5, 5]


def test_keys_that_are_stated_on_one_side_only_are_told_once_with_their_rows():
    for place, pair in enumerate(PAIRS):
        first, count = alone(keyed([*PAIRS, pair]), keyed([one for one in PAIRS if one != pair]), ["one", "other"])
        assert first.index.tolist() == [place]
        assert count.tolist() == [2]


def test_nothing_stands_alone_without_keys_or_without_rows():
    some, none = keyed(PAIRS), keyed([])
    for rows, stated, keys in ((some, none, []), (none, some, ["one"]), (none, none, [])):
        first, count = alone(rows, stated, keys)
        assert first.empty
        assert count.tolist() == []
    assert len(alone(some, none, ["one"])[0]) == len(NAMES)
