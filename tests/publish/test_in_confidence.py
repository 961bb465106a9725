"""Nothing that was handed over in confidence is published, wherever in a file it would stand."""

from __future__ import annotations

import dataclasses

import openpyxl
import pandas as pd
import pytest

from vv_analysis.errors import ReportError
from vv_analysis.publish import in_confidence
from vv_analysis.terms.schemas import Awards, Contracts

OWNER = "Quillfeather Confidential Trust"


@pytest.fixture
def data(no_data):
    """Return data with one confidential contract, one invented one, and an award that is public."""

    def row(organisation, contract, value, status):
        return {"organisation": organisation, "contract": contract, "value_gbp": value, "data_status": status}

    contracts = pd.DataFrame(
        [
            row(OWNER, "REF-2020-77", 918_273.64, "reported"),
            row("Smith & Sons' “Home”", "REF-2020-78", 20_000.0, "reported"),
            row('The "Open Door" Trust', "REF-2020-79", 20_000.0, "reported"),
            row("Public Supplier Ltd", "OPEN-1", 250_000.0, "reported"),
            row("Invented Trust", "INV-1", 777_123.0, "illustrative"),
        ]
    ).reindex(columns=list(Contracts.to_schema().columns))
    awards = pd.DataFrame([{"supplier": "Public Supplier Ltd", "contract": "OPEN-1", "value_gbp": 250_000.0}])
    return dataclasses.replace(
        no_data, contracts=contracts, awards=awards.reindex(columns=list(Awards.to_schema().columns))
    )


def workbook(path, text):
    book = openpyxl.Workbook()
    book.active["A1"] = text
    book.save(path)


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("page.html", f"<p>{OWNER.upper()}</p>", "a name"),
        ("page.html", "<p>see ref-2020-77</p>", "a name"),
        ("page.html", "<p>£918,273.64 in all</p>", "an amount"),
        ("page.html", '<path d="M 1,2"/><title>918273</title>', "an amount"),
        ("table.csv", "Gwent,918273.64\n", "an amount"),
        ("table.csv", "E1,918273,640\n", "an amount"),
        ("page.ipynb", '{"text": "£918,274"}', "an amount"),
        ("page.html", "<p>Smith &amp; Sons&#39; “Home”</p>", "a name"),
        ("table.csv", '"The ""Open Door"" Trust",5\n', "a name"),
        ("page.ipynb", '{"text": "The \\"Open Door\\" Trust"}', "a name"),
        ("drawing.svg", f"<text>{OWNER}</text>", "a name"),
        ("page.xlsx", f"by {OWNER}", "a name"),
    ],
)
def test_a_file_with_it_stops_the_release_without_saying_it_again(tmp_path, data, name, text, what):
    path = tmp_path / "region" / name
    path.parent.mkdir()
    workbook(path, text) if name.endswith("xlsx") else path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError) as refused:
        in_confidence.check(tmp_path, data)
    assert str(refused.value).startswith(f"region/{name}: the file holds {what} that was handed over in confidence")
    assert OWNER not in str(refused.value)
    assert "918" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Public Supplier Ltd has OPEN-1 for £250,000</p>",  # that stands in an award notice
        "<p>Invented Trust: £777,123</p>",
        '<img src="data:image/png;base64,918273">',
        "<p>£1,918,273 and 9182736</p>",
    ],
)
def test_what_stands_in_the_open_too_is_published(tmp_path, data, text):
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    in_confidence.check(tmp_path, data)
