"""The explorer in JupyterLab: pickers, and a chart and a table that follow them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from threading import RLock
from typing import Any

import ipywidgets as widgets

from vv_analysis.errors import ParameterError, VvError
from vv_analysis.explore import choices
from vv_analysis.explore.choices import Choice, Options
from vv_analysis.explore.findings import Finding, finding
from vv_analysis.explore.keeping import save_chart
from vv_analysis.explore.view import chart_of, tabbed, table_of, words_of
from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.settings import load

_STYLE = """<style>
.vv-explore figure { margin: 0 0 1em; }
.vv-explore img { max-width: 100%; background: white; }
.vv-explore figcaption, .vv-explore caption { text-align: left; margin-bottom: 0.4em; }
.vv-explore caption { font-weight: bold; }
.vv-explore table { border-collapse: collapse; font-variant-numeric: tabular-nums; line-height: 1.4; }
.vv-explore th, .vv-explore td { padding: 0.25em 0.8em 0.25em 0; text-align: left; vertical-align: bottom;
  border-bottom: 1px solid var(--jp-border-color1, #bfbfbf); }
.vv-explore .number { text-align: right; padding: 0.25em 1.4em 0.25em 0; }
.vv-explore p { margin: 0.4em 0; line-height: 1.4; }
.vv-explore .tag-illustrative { background: #801650; color: white; padding: 0 0.5em; white-space: nowrap; }
</style>"""


@dataclass(frozen=True, slots=True)
class _Explorer:
    """The widgets of one explorer, and what happens when one is used.

    JupyterLab may hand two quick choices to two threads of the kernel. One waits for the other, and then shows
    what is chosen by now: otherwise the slower one would leave an earlier choice standing beside the pickers.
    """

    data: Processed
    year: str
    pickers: dict[str, Any]
    said: Any
    chart: Any
    table: Any
    copied: Any
    kept: Any
    one_at_a_time: Any = field(default_factory=RLock)

    def choice(self) -> Choice:
        return Choice(year=self.year, **{name: picker.value for name, picker in self.pickers.items()})

    def found(self) -> Finding:
        return finding(self.data, self.choice())

    def follow(self, *_: object) -> None:
        """Show what is chosen; what a measure refuses is said in its own sentence."""
        with self.one_at_a_time:
            words, drawn, table = self._shown()
            self.copied.layout.display = "none"
            self.kept.value = ""
            self.said.value = f'{_STYLE}<p role="status">{escape(words)}</p>'
            self.chart.value, self.table.value = drawn, table

    def _shown(self) -> tuple[str, str, str]:
        try:
            found = self.found()
            chart = chart_of(found)
            drawn = chart.picture()._repr_html_() if chart else ""
            return words_of(found), drawn, "" if found.figures.empty else table_of(found)._repr_html_()
        except VvError as error:
            return f"Nothing to show: {error}", "", ""

    def copy(self, *_: object) -> None:
        """Show the table as text, ready to be selected: no kernel can reach the clipboard of a browser."""
        with self.one_at_a_time:
            self.kept.value = f"<p>{escape(_refused_as_words(self._copied))}</p>"

    def _copied(self) -> str:
        self.copied.value = tabbed(self.found())
        self.copied.layout.display = ""
        self.copied.focus()
        return "Select all and copy (Ctrl+A, then Ctrl+C), then paste into a spreadsheet."

    def save(self, *_: object) -> None:
        """Keep the chart in the project, and say where."""
        with self.one_at_a_time:
            self.kept.value = f"<p>{escape(_refused_as_words(self._saved))}</p>"

    def _saved(self) -> str:
        found = self.found()
        chart = chart_of(found)
        if chart is None:
            return "There is no chart to save."
        project = load()
        paths = save_chart(chart, found.choice, project.reports / "explore")
        return f"Saved: {' and '.join(_shown(path, project.home) for path in paths)}"


def explorer(
    data: Processed,
    region: str = "",
    category: str = "",
    prices: str = "",
    *,
    edition: str = "",
    vat: str = choices.WITHOUT_VAT,
    year: str = "",
) -> widgets.VBox:
    """Return pickers for region, category, edition, price base and VAT, with a chart and a table that follow them.

    Parameters
    ----------
    data : Processed
        All that was read, as ``vv.load()`` gives it.
    region, category, prices, edition, vat : str
        What is chosen at first, as in `Choice`; without an edition the latest one.
    year : str
        The contract year of the published lines; empty for the last one that each edition states.

    Returns
    -------
    ipywidgets.VBox
        To be shown in JupyterLab.

    Raises
    ------
    ParameterError
        Something chosen at first is not in the data.
    """
    offered = {
        "region": ("Region", choices.regions_in(data.published), region),
        "category": ("Service", choices.categories_in(data.published), category),
        "edition": ("Edition", choices.editions_in(data.published), edition),
        "prices": ("Price base", choices.price_bases(), prices),
        "vat": ("VAT", [(words, code) for code, words in choices.VAT.items()], vat),
    }
    pickers = {name: _picker(name, *offer) for name, offer in offered.items()}
    areas = [widgets.HTML() for _ in range(4)]
    copied = widgets.Textarea(
        description="Table as text",
        style={"description_width": "7em"},
        layout=widgets.Layout(display="none", width="98%", height="14em"),
    )
    said, chart, table, kept = areas
    view = _Explorer(data, year, pickers, said, chart, table, copied, kept)
    for picker in pickers.values():
        picker.observe(view.follow, names="value")
    buttons = widgets.HBox([_button("Copy as table", view.copy), _button("Save chart", view.save)])
    view.follow()
    row = widgets.HBox(list(pickers.values()), layout=widgets.Layout(flex_flow="row wrap"))
    box = widgets.VBox([row, said, chart, table, buttons, kept, copied])
    box.add_class("vv-explore")
    return box


def _picker(name: str, description: str, options: Options, chosen: str) -> Any:
    offered = [value for _, value in options]
    if chosen not in offered and not (name == "edition" and chosen == ""):
        expected = ", ".join(value or "''" for value in offered) or "nothing: there are no lines"
        raise ParameterError(f"there is no {name} {chosen!r} in the data", where="explorer", expected=expected)
    value = chosen if chosen in offered else next(iter(offered), None)
    return widgets.Dropdown(
        description=description,
        options=options,
        value=value,
        style={"description_width": "5.5em"},
        layout=widgets.Layout(width="24em", margin="2px 1em 2px 0"),
    )


def _button(description: str, clicked: Callable[..., None]) -> Any:
    button = widgets.Button(description=description)
    button.on_click(clicked)
    return button


def _refused_as_words(make: Callable[[], str]) -> str:
    try:
        return make()
    except VvError as error:
        return str(error)
    except OSError as error:
        return f"{error.filename or 'The folder'}: {error.strerror or error}."


def _shown(path: Path, home: Path) -> str:
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)
