"""Every contract package area and region has published weights, and none of the ground is left out."""

import hashlib

import pandas as pd
import pytest

from vv_analysis.errors import FrameError, InputError
from vv_analysis.terms import area_weights as table
from vv_analysis.terms import reference
from vv_analysis.terms.area_weights import area_weights, areas_inside

STEPS = [
    ("contract-package-area", "area", 21),
    ("region", "area", 12),
    ("nation", "area", 1),
    ("contract-package-area", "region", 21),
    ("nation", "region", 1),
]
CITY_OF_LONDON, METROPOLITAN_POLICE = "E23000034", "E23000001"


def weights_of(from_code, *args, **settings):
    weights = area_weights(*args, **settings)
    return weights[weights["from_code"] == from_code].set_index("to_code")["weight"].to_dict()


@pytest.mark.parametrize("name", ["population", "equal"])
@pytest.mark.parametrize(("frm", "to", "areas"), STEPS)
def test_every_area_of_a_level_is_split_as_a_whole(name, frm, to, areas):
    sums = area_weights(name, frm, to).groupby("from_code")["weight"].sum()
    codes = reference.areas().query("level == @frm")["code"]
    assert sorted(sums.index) == sorted(codes)
    assert len(codes) == areas
    assert sums.to_numpy() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("frm", ["contract-package-area", "region", "nation"])
def test_every_police_force_area_is_a_part_but_the_city_that_is_counted_with_another(frm):
    parts = area_weights("population", frm)["to_code"]
    forces = set(reference.areas().query("level == 'area'")["code"])
    assert parts.is_unique
    assert forces - set(parts) == {CITY_OF_LONDON}


def test_a_weight_is_the_residents_of_the_part_over_those_of_the_whole():
    # Norfolk 903,700 and Suffolk 758,600 residents.
    assert weights_of("cpa-norfolk-and-suffolk", "population") == pytest.approx(
        {"E23000024": 903_700 / 1_662_300, "E23000025": 758_600 / 1_662_300}
    )


def test_the_two_package_areas_over_two_regions_are_split_by_the_areas_in_each():
    # Humberside 932,100 and North Yorkshire 824,400 in the one, Lincolnshire 755,800 in the other.
    assert weights_of("cpa-humberside-lincolnshire-and-north-yorkshire", "population", to="region") == pytest.approx(
        {"region-east-midlands": 755_800 / 2_512_300, "region-yorkshire-and-the-humber": 1_756_500 / 2_512_300}
    )
    assert weights_of("cpa-cheshire-and-greater-manchester", "population", to="region") == pytest.approx(
        {"region-greater-manchester": 2_812_600 / 3_871_900, "region-north-west": 1_059_300 / 3_871_900}
    )
    regions = area_weights("population", to="region").groupby("from_code").size()
    assert sorted(regions[regions > 1].index) == [
        "cpa-cheshire-and-greater-manchester",
        "cpa-humberside-lincolnshire-and-north-yorkshire",
    ]


def test_equal_weights_count_each_part_once_however_many_areas_it_holds():
    halves = weights_of("cpa-humberside-lincolnshire-and-north-yorkshire", "equal", to="region")
    assert list(halves.values()) == [0.5, 0.5]
    assert list(weights_of("region-wales", "equal", "region").values()) == [0.25] * 4


def test_london_is_not_split_as_its_two_forces_are_published_together():
    for name in ("population", "equal"):
        assert weights_of("cpa-london", name) == {METROPOLITAN_POLICE: 1}


def test_weights_say_what_they_are_and_from_which_file():
    weights = area_weights("population")
    content = (reference.folder() / "area_weights.csv").read_bytes()
    assert set(weights["name"]) == {"population"}
    assert set(weights["unit"]) == {"residents, rounded to 100"}
    assert set(weights["as_at"]) == {"2018-06-30"}
    assert weights["source"].str.startswith("https://").all()
    assert set(weights["sha256"]) == {hashlib.sha256(content).hexdigest()[:12]}
    assert set(area_weights("equal")["unit"]) == {"each part the same"}


def test_every_figure_says_where_it_was_seen():
    figures = pd.read_csv(reference.folder() / "area_weights.csv", dtype="str", keep_default_na=False)
    assert figures["source_url"].str.startswith("https://").all()
    assert (figures["source_note"] != "").all()
    assert ((figures["figure"] == "") == (figures["counted_in"] != "")).all()
    assert not figures.duplicated(["set", "area_code"]).any()
    # The sum of the published table.
    assert pd.to_numeric(figures["figure"]).sum() == 59_116_100


def test_what_lies_inside_is_all_of_the_map_for_each_level():
    inside = areas_inside("area")
    assert (inside.groupby("from_level")["area_code"].nunique() == 43).all()
    assert (inside["to_code"] == inside["area_code"]).all()


def test_unknown_weights_and_steps_are_refused_with_those_there_are():
    with pytest.raises(FrameError, match="one of equal, population"):
        area_weights("caseload")
    with pytest.raises(FrameError, match="'region' to 'region'"):
        area_weights("population", "region", "region")
    with pytest.raises(FrameError, match="'area' to 'nation'"):
        area_weights("population", "area", "nation")


@pytest.fixture
def content(monkeypatch):
    def _becomes(change):
        text = (reference.folder() / "area_weights.csv").read_text()
        monkeypatch.setattr(table, "_content", lambda: change(text).encode())

    return _becomes


def test_a_second_set_in_the_file_is_kept_apart_from_the_first(content):
    second = [("population,", "caseload,"), ("903700", "758600")]

    def _with_second(text):
        added = text.partition("\n")[2]
        for one, other in second:
            added = added.replace(one, other)
        return text + added

    content(_with_second)
    # 758,600 in Norfolk and in Suffolk by the second.
    assert list(weights_of("cpa-norfolk-and-suffolk", "caseload").values()) == [0.5, 0.5]
    assert weights_of("cpa-norfolk-and-suffolk", "population")["E23000024"] == 903_700 / 1_662_300
    assert weights_of("cpa-wales", "equal") == dict.fromkeys([f"W1500000{last}" for last in "1234"], 0.25)


@pytest.mark.parametrize("figure", ["", "0"])
def test_an_area_without_a_figure_is_refused_and_not_taken_as_nobody(content, figure):
    content(lambda text: text.replace("E23000024,903700", f"E23000024,{figure}"))
    with pytest.raises(FrameError, match="no figure above 0 for E23000024"):
        area_weights("population")


def test_an_area_that_is_not_in_the_file_is_refused(content):
    content(lambda text: "\n".join(line for line in text.splitlines() if "E23000024" not in line))
    with pytest.raises(FrameError, match="E23000024"):
        area_weights("population", "region")


def test_a_file_that_is_gone_is_missed(monkeypatch, tmp_path):
    table._content.cache_clear()
    monkeypatch.setattr(reference, "folder", lambda: tmp_path)
    with pytest.raises(InputError, match="reference table is missing"):
        area_weights("population")
