"""A short finished report with every kind of block, and texts that could be taken for commands."""

from vv_analysis.present.content import (
    Cell,
    Facts,
    Grid,
    Heading,
    Headline,
    Heads,
    Picture,
    Points,
    Prose,
    Report,
    Title,
)

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="547.2pt" '
    'height="200pt" viewBox="0 0 547.2 200"><rect width="300" height="40" fill="#12436d"/>'
    '<text x="9" y="90" style="font-size: 10px; font-family: Arial, Helvetica, \'DejaVu Sans\', sans-serif">{}'
    "</text></svg>"
)
COST = Grid(
    "Cost per user, Wales, 2024-25",
    (Heads("Service"), Heads("Existing (£)", numeric=True), Heads("Published (£)", numeric=True)),
    (
        (Cell("Accommodation"), Cell("[x]"), Cell("£838", 838.0)),
        (Cell("Women's services"), Cell("£2,040", 2040.0), Cell("£1,510", 1510.0)),
    ),
    ("Values exclude VAT.",),
    (("x", "missing"),),
    illustrative=True,
)
NOT_INVENTED = Grid("Shares of the lots", (Heads("Lot"), Heads("Share (%)", numeric=True)), ((Cell("A"), Cell("9%")),))
PICTURE = Picture(
    "Women's services cost least", "Cost per user, Wales, pounds", "A bar of £838 for accommodation.",
    DRAWING.format("£838"), DRAWING.format("£838"), COST, illustrative=True,
)  # fmt: skip
WALES = Report(
    "Wales",
    "region",
    "2026-03-11",
    "0.1.0",
    "wales",
    (
        Title("Region", "Wales", illustrative=True),
        Headline("The published cost is lower.", "It is an estimate from 16 contracts."),
        Heading("Cost per user"),
        Prose(("The change is −£24,000.", "A second paragraph.")),
        PICTURE,
        COST,
        Heading("What stands behind it", 3),
        NOT_INVENTED,
        Points(("Why is it lower?", "Who stated it?")),
        Facts((("Prices", "2020-21"), ("Data status", "Final"))),
    ),
)
HOSTILE = {
    "a file to read": '#read("/etc/hostname") #include "/etc/hostname"',
    "marks": "$x^2$ *bold* _light_ `code` <label> @reference ~ --- // c /* d */",
    "escapes": "\\u{41} \\ \"double\" 'single' {{7*7}} ${x} %s",
    "markup": "<w:p/> <b>&amp;</b> & ]]> <script>",
    "links": "[here](http://example.org) ![there](/etc/hostname) <http://example.org>",
    "fields": '{ INCLUDETEXT "/etc/hostname" } =1+1 DDEAUTO',
    "our own marks": ">FOOT< <w:tr><w:tc> <w:tblLook />",
    "Welsh and Arabic": "Dŵr Tŷ القاهرة",
}


def saying(text, *, title="Wales"):
    """Return a report that says one text wherever it can say something."""
    heads = (Heads(text), Heads(text, numeric=True), Heads(text))
    grid = Grid(text, heads, ((Cell(text), Cell(text), Cell(text)),), (text,), (("x", text),), illustrative=True)
    blocks = (
        Title(text, text, illustrative=True),
        Headline(text, text),
        Heading(text),
        Heading(text, 3),
        Prose((text,)),
        Points((text,)),
        Facts(((text, text),)),
        grid,
        Picture(text, text, text, DRAWING.format("£0"), "", grid, illustrative=True),
    )
    return Report(title, "region", "2026-03-11", "0.1.0", "wales", blocks)


def wide(columns, *, rows=2):
    """Return a table of so many columns of figures."""
    heads = (Heads("Service"), *(Heads(f"Published {number} (£)", numeric=True) for number in range(1, columns)))
    row = (Cell("Dependency and recovery"), *(Cell("£1,250,000", 1250000.0) for _ in range(1, columns)))
    return Grid("A wide table", heads, (row,) * rows)


def with_blocks(*blocks):
    """Return a report of these blocks after its title."""
    return Report("Wales", "region", "2026-03-11", "0.1.0", "wales", (Title("Region", "Wales"), *blocks))
