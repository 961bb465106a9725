"""Every number in the words of a report is a number of one of its tables, and the words are plain English."""

import re

import pytest

from vv_analysis.present import sentences
from vv_analysis.present.content import Facts, Grid, Headline, Picture, Points, Prose

# What is a name and no figure: years, dates, day counts of a definition, lots, and the names of standards.
MONTHS = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
NAMES = re.compile(
    rf"\b20\d\d-\d\d\b|\b\d{{1,2}} {MONTHS}(?: 20\d\d)?\b|\b{MONTHS} 20\d\d\b|\b20\d\d\b|\bDay 1\b|\b2025/S 000-\S*"
    r"|\bRR3\b|illustrative-20\d\d-\d\d|\bOpen \w+ Licence v3\.0|\bA\d\d\b"
)
FIGURE = r"\d(?:[\d,]*\d)?(?:\.\d+)?"
MONEY = re.compile(rf"£{FIGURE}(?: (?:million|billion))?")
PERCENT = re.compile(rf"{FIGURE}%")
PLAIN = re.compile(rf"(?<![\w£.,]){FIGURE}(?![\w%])")
JUDGEMENTS = re.compile(
    r"\b(cuts?|underfund\w*|slash\w*|squeez\w*|favourable|unfavourable|unfair\w*|inadequate)\b", re.IGNORECASE
)
CAUSES = re.compile(r"\b(caused by|due to|as a result of|led to|because of (?!ramp-up))\b", re.IGNORECASE)


def told(report):
    """Return the words of a report that are read as prose."""
    for block in report.blocks:
        if isinstance(block, Headline):
            yield from (block.answer, block.certainty)
        elif isinstance(block, Prose):
            yield from block.paragraphs
        elif isinstance(block, Points):
            yield from block.points
        elif isinstance(block, Facts):
            yield from (words for _, words in block.pairs)
        elif isinstance(block, Picture):
            yield from (block.title, block.subtitle, block.alt)


def tables(report):
    return [block for block in report.blocks if isinstance(block, Grid)]


def ways_to_say(report):
    """Return every way in which the figures of the tables of a report may be said."""
    grids = tables(report) + [block.data for block in report.blocks if isinstance(block, Picture)]
    said = set()
    for grid in grids:
        cells = [cell for row in grid.rows for cell in row]
        for text in (
            grid.caption,
            *(head.words for head in grid.heads),
            *grid.notes,
            *(cell.shown for cell in cells if cell.number is None),
        ):
            said.update(MONEY.findall(text), PERCENT.findall(text), PLAIN.findall(text))
            exact = [float(found[1:].replace(",", "")) for found in MONEY.findall(text) if found[-1].isdigit()]
            said.update(way for number in exact for way in _ways(number))
        said.update(way for cell in cells if cell.number is not None for way in _ways(abs(cell.number)))
    return said


def _ways(number):
    yield sentences.pounds(number)
    yield sentences.pounds_in_words(number)
    yield sentences.pounds(number, pence=True)
    yield sentences.percent(number)
    yield f"{number:g}%"
    yield sentences.users(number)
    yield f"{number:g}"
    yield format(sentences.rounded(number, 2), "f")
    # A table shows whole pounds; what is said in millions was rounded from the figure itself.
    yield from (sentences.pounds_in_words(number + half) for half in (-0.5, 0.499))


def numbers(text):
    plain = NAMES.sub(" ", text)
    found = MONEY.findall(plain) + PERCENT.findall(plain)
    return found + PLAIN.findall(PERCENT.sub(" ", MONEY.sub(" ", plain)))


def test_every_number_in_prose_is_a_number_of_a_table_of_its_report(site):
    missing = {}
    for key, report in site.reports.items():
        said = ways_to_say(report)
        for text in told(report):
            for number in numbers(text):
                if number not in said:
                    missing.setdefault(key, []).append((number, text[:160]))
    assert missing == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In 2021-22 it is £1.2 million, 62.4% of it.", ["£1.2 million", "62.4%"]),
        ("3 of 12 regions on 26 June 2021", ["3", "12"]),
        ("−£23,900 and 1,032 lines", ["£23,900", "1,032"]),
    ],
)
def test_numbers_are_found_in_sentences(text, found):
    assert numbers(text) == found


def test_a_number_that_is_in_no_table_would_be_noticed(site):
    report = site.reports["region/wales"]
    assert "£987,654" not in ways_to_say(report)
    assert numbers("It is £987,654.") == ["£987,654"]


def sentences_of(report):
    for text in told(report):
        yield from (one for one in re.split(r"(?<=[.?!])\s+(?=[A-Z0-9“£−+])", text) if one)


def test_sentences_are_short(site):
    for key, report in site.reports.items():
        prose = [
            one
            for block in report.blocks
            if isinstance(block, Headline | Prose | Points)
            for one in sentences_of(type(report)("", "", "", "", "", (block,)))
        ]
        lengths = [len(one.split()) for one in prose]
        assert sum(lengths) / len(lengths) <= 20, key
        too_long = [one for one in prose if len(one.split()) > 40]
        assert too_long == [], key


def test_nothing_is_judged_and_no_cause_is_asserted(site):
    for key, report in site.reports.items():
        for text in told(report):
            assert not JUDGEMENTS.search(text), (key, text)
            assert not CAUSES.search(text), (key, text)


def test_every_headline_says_how_sure_it_is(site):
    for key, report in site.reports.items():
        headline = next(block for block in report.blocks if isinstance(block, Headline))
        assert headline.certainty, key
        if re.search(r"\d|all |both ", headline.answer) and not key.startswith(
            ("public_record", "data_quality", "publ")
        ):
            assert re.search(r"estimate|range|bound| to | between ", headline.certainty), (key, headline.certainty)


def test_alt_text_says_more_than_the_title_and_ends_within_its_measure(site):
    for key, report in site.reports.items():
        for block in report.blocks:
            if isinstance(block, Picture):
                assert block.alt != block.title
                assert len(block.alt) >= 20
                assert "image of" not in block.alt.casefold()
                assert re.search(r"\d", block.alt), (key, block.alt)


def test_no_dash_stands_between_two_figures(site):
    for key, report in site.reports.items():
        for text in told(report):
            assert not re.search(r"[\d%] ?[–—] ?[£\d]", text), (key, text)
