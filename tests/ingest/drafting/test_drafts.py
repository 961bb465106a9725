"""A draft is TOML that can be read as it stands; what a workbook does not say is left for a person to enter."""

import re
import tomllib

import pytest

from vv_analysis.errors import SettingsError
from vv_analysis.ingest.drafting.descriptions import describe
from vv_analysis.ingest.drafting.drafts import draft, write_edition
from vv_analysis.ingest.publications.editions import read_edition
from vv_analysis.ingest.publications.reader import publication

HEADING = ["Lot", "Area", "Year", "Value (£)", "Volume (referrals)"]
ROW = ["Lot 1", "Kent", "2021-22", 1, 2]
PATCHY = [
    ["Spend by patch"],
    ["Patch", "Stream", "When", "Spend", "Clients", "Status"],
    ["Kent", "Lot 1", "2021-22", 150, 10, "green"],
    ["Essex", "Lot 1", "2021-22", 200, 20, "green"],
]


def drafted(path, editions=None):
    text = draft(describe(path), editions)
    return text, tomllib.loads(text)


def test_what_the_workbook_says_of_itself_is_in_the_draft_with_its_words(workbook):
    title = ["Indicative values, July 2020"]
    text, content = drafted(workbook({"T": [title, ["Values exclude VAT, in 2020-21 prices"], HEADING, ROW]}))
    assert content == {
        "publication": {
            "title": "Indicative values, July 2020",
            "source_url": "",
            "status": "reported",
            "vat": "excluded",
            "prices": "real 2020-21",
            "volume_unit": "referrals",
        }
    }
    assert "# 'Values exclude VAT, in 2020-21 prices'" in text
    assert "# published_on = 2020-07-15  # enter the day it was published" in text


def test_what_the_workbook_does_not_say_or_says_twice_is_not_guessed(workbook):
    lines = [["Values excluding VAT"], ["Costs including VAT"], ["Cash, in 2020-21 prices"]]
    _, content = drafted(workbook({"T": [*lines, [*HEADING[:4], "Volume"], ROW]}))
    said = content["publication"]
    assert (said["vat"], said["prices"], said["volume_unit"]) == ("unknown", "unknown", "unknown")


def test_no_layout_is_drafted_where_none_is_needed(workbook):
    assert "[layout]" not in drafted(workbook({"T": [HEADING, ROW]}))[0]


def test_a_layout_is_drafted_where_headings_are_not_known_and_needs_only_to_be_confirmed(workbook, tmp_path):
    folder = tmp_path / "edition"
    text, content = drafted(workbook({"T": PATCHY}))
    assert content["layout"] == {"header_rows": [2], "columns": {}}
    write_edition(tmp_path / "table.xlsx", text, folder)
    suggestion = re.compile(r'^# (".*") = ""  # did you mean ("\w+")\?.*$', re.MULTILINE)
    assert [names[1] for names in suggestion.findall(text)] == ['"area"', '"category"', '"year"', '"value"', '"volume"']
    (folder / "publication.toml").write_text(suggestion.sub(r"\1 = \2", text), encoding="utf-8")
    frame = publication(folder).frame
    assert frame[["area", "category", "year", "value_gbp", "volume_users"]].to_numpy().tolist() == [
        ["Kent", "accommodation", "2021-22", 150, 10],
        ["Essex", "accommodation", "2021-22", 200, 20],
    ]


def test_a_column_that_was_refused_stands_in_the_draft_with_the_reason(workbook):
    text, _ = drafted(workbook({"T": [[*HEADING, "Revised value (£)"], [*ROW, 3]]}))
    assert '# "Revised value (£)" = ""  # not read: an earlier column holds the same measure' in text


def test_an_edition_laid_out_alike_is_suggested_to_be_followed(workbook, tmp_path):
    for name, heading in (("alike", HEADING), ("other", ["Region", "Year", "Value (£m)"])):
        there = tmp_path / "editions" / name
        there.mkdir(parents=True)
        workbook({"T": [heading, ROW]}, name="v.xlsx").rename(there / "v.xlsx")
        (there / "publication.toml").write_text("[publication]\n", encoding="utf-8")
    path = workbook({"T": [HEADING, ROW]})
    assert drafted(path, tmp_path / "editions")[1]["publication"]["follows"] == "alike"
    text, content = drafted(workbook({"T": [[*HEADING, "Cap"], ROW]}), tmp_path / "editions")
    assert "follows" not in content["publication"]
    assert "# follows = \"alike\"  # would stop: the column 'Cap' in the sheet 'T' is new; 1 in all" in text


@pytest.mark.parametrize(
    "words", ['"]\n[layout]\nunit = 1\n#', "\x1b[31m", "a\u202eb", "\\", '"""', "[bold]x[/]", "x" * 5000, "#", "'"]
)
def test_hostile_words_never_leave_their_quotes(tmp_path, words):
    path = tmp_path / "h.csv"
    cell = words.replace('"', '""')
    rows = [f'"{cell}"', f'"Patch","Stream {cell}","When","Spend"', "Kent,Lot 1,2021-22,5", "Essex,Lot 1,2021-22,6"]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    text, content = drafted(path)
    assert set(content) == {"publication", "layout"}
    assert set(content["layout"]) <= {"header_rows", "columns"}
    assert all(letter.isprintable() or letter == "\n" for letter in text)


def test_a_new_edition_never_writes_over_one_that_is_there(workbook, tmp_path):
    path = workbook({"T": [HEADING, ROW]})
    folder = tmp_path / "raw" / "new"
    write_edition(path, draft(describe(path)), folder)
    assert read_edition(folder).title == "Lot"
    assert (folder / path.name).read_bytes() == path.read_bytes()
    with pytest.raises(SettingsError, match="there is such a folder or file already"):
        write_edition(path, "other", folder)
    assert "other" not in (folder / "publication.toml").read_text(encoding="utf-8")
