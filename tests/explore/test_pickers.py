"""The widgets of the explorer: what is chosen is what is shown."""

import dataclasses
import shutil
import threading
from pathlib import Path

import ipywidgets as widgets
import pytest

from vv_analysis.errors import ParameterError
from vv_analysis.explore import explorer, pickers

ROOT = Path(__file__).parents[2]


class Used:
    """An explorer as its user meets it: by the words beside each widget."""

    def __init__(self, box):
        row, self.said, self.chart, self.table, buttons, self.kept, self.copied = box.children
        self.pickers = {picker.description: picker for picker in row.children}
        self.buttons = {button.description: button for button in buttons.children}

    def choose(self, picker, words):
        self.pickers[picker].label = words


@pytest.fixture
def used(data):
    return Used(explorer(data, "Wales", "womens-services", "2020-21"))


def test_there_is_a_picker_for_each_choice(used):
    offered = {name: [words for words, _ in picker.options] for name, picker in used.pickers.items()}
    assert list(offered) == ["Region", "Service", "Edition", "Price base", "VAT"]
    assert (offered["Region"][0], len(offered["Region"])) == ("All regions", 13)
    assert (offered["Service"][0], len(offered["Service"])) == ("All services", 7)
    assert offered["Edition"] == ["July 2020, illustrative", "November 2019, illustrative"]
    assert {"As published", "2020-21"} < set(offered["Price base"])
    assert offered["VAT"] == ["As stated", "Excluding VAT"]


def test_chart_and_table_follow_the_region(used):
    before = used.chart.value
    assert "North Wales" in used.table.value
    assert "four published lines" in used.said.value
    used.choose("Region", "London")
    assert "North Wales" not in used.table.value + used.chart.value
    assert "Metropolitan Police" in used.table.value
    assert "Metropolitan Police" in used.chart.value
    assert used.chart.value != before


@pytest.mark.parametrize(
    ("picker", "words", "said"),
    [
        ("Service", "Accommodation", "Accommodation"),
        ("Edition", "November 2019, illustrative", "November 2019"),
        ("Price base", "As published", "prices as published"),
        ("VAT", "As stated", "VAT as stated"),
    ],
)
def test_chart_and_table_follow_every_other_picker(used, picker, words, said):
    before = used.chart.value, used.table.value
    used.choose(picker, words)
    assert said in used.chart.value
    assert said in used.table.value
    assert (used.chart.value, used.table.value) != before


def test_of_two_quick_choices_in_two_threads_the_later_one_stands(used, monkeypatch):
    draw = pickers.chart_of
    second = threading.Thread(target=used.choose, args=("Price base", "As published"))

    def _drawn_slowly(found):
        if found.choice.prices:
            second.start()
            second.join(2)  # it either waits for this one, or is done by now and would be written over
        return draw(found)

    monkeypatch.setattr(pickers, "chart_of", _drawn_slowly)
    used.choose("Region", "London")
    second.join()
    assert "London, Women’s services, July 2020 edition for 2024-25, prices as published" in used.chart.value
    assert "London, Women’s services, July 2020 edition for 2024-25, prices as published" in used.table.value


def test_invented_figures_are_marked(used):
    assert "Illustrative figures" in used.chart.value
    assert "Illustrative figures" in used.table.value


def test_copy_as_table_shows_the_text_and_the_next_choice_hides_it(used):
    assert used.copied.layout.display == "none"
    used.buttons["Copy as table"].click()
    assert used.copied.layout.display == ""
    assert "\nNorth Wales\t97\t" in used.copied.value
    assert "Select all and copy" in used.kept.value
    used.choose("Region", "London")
    assert used.copied.layout.display == "none"
    assert used.kept.value == ""


def test_save_chart_writes_both_forms_into_the_project_and_says_where(used, tmp_path, monkeypatch):
    shutil.copy(ROOT / "vv.toml", tmp_path)
    monkeypatch.setenv("VV_HOME", str(tmp_path))
    used.buttons["Save chart"].click()
    name = "reports/explore/wales-womens-services-illustrative-2020-07-2024-25-2020-21-prices-excluding-vat"
    assert used.kept.value == f"<p>Saved: {name}.svg and {name}.png</p>"
    svg = (tmp_path / f"{name}.svg").read_text()
    assert "Cost per user, Wales, Women’s services, July 2020 edition for 2024-25" in svg
    assert "ILLUSTRATIVE FIGURES" in svg
    assert "Paired marks of cost per user, Wales" in svg  # for those who cannot see it
    assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_the_same_choice_saves_the_same_files(used, tmp_path, monkeypatch):
    shutil.copy(ROOT / "vv.toml", tmp_path)
    monkeypatch.setenv("VV_HOME", str(tmp_path))
    used.buttons["Save chart"].click()
    first = {path: path.read_bytes() for path in (tmp_path / "reports" / "explore").iterdir()}
    used.buttons["Save chart"].click()
    assert {path: path.read_bytes() for path in first} == first


def test_a_folder_that_cannot_be_written_to_is_a_sentence(used, tmp_path, monkeypatch):
    shutil.copy(ROOT / "vv.toml", tmp_path)
    (tmp_path / "reports").write_text("a file stands where the folder should be")
    monkeypatch.setenv("VV_HOME", str(tmp_path))
    used.buttons["Save chart"].click()
    assert "Not a directory" in used.kept.value or "File exists" in used.kept.value


def test_what_a_measure_refuses_is_a_sentence_in_the_view(data):
    unknown = dataclasses.replace(data, published=data.published.assign(prices="unknown"))
    used = Used(explorer(unknown, "Wales"))
    assert "Dyfed-Powys" in used.table.value
    used.choose("Price base", "2020-21")
    assert "cannot be brought to" in used.said.value
    assert (used.chart.value, used.table.value) == ("", "")
    used.buttons["Copy as table"].click()
    assert "cannot be brought to" in used.kept.value
    assert used.copied.layout.display == "none"
    used.buttons["Save chart"].click()
    assert "cannot be brought to" in used.kept.value


def test_data_without_lines_say_so(data):
    used = Used(explorer(dataclasses.replace(data, published=data.published.head(0))))
    assert "Nothing to show" in used.said.value
    used.buttons["Save chart"].click()
    assert "There is no chart to save." in used.kept.value


def test_a_region_that_is_not_in_the_data_is_refused(data):
    with pytest.raises(ParameterError, match="there is no region 'Cornwall' in the data"):
        explorer(data, "Cornwall")


def test_it_is_a_widget_that_jupyterlab_shows(data):
    assert isinstance(explorer(data), widgets.VBox)
