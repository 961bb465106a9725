"""Explore the data in JupyterLab: choose in pickers, and see chart and table follow."""

from vv_analysis.explore.choices import Choice
from vv_analysis.explore.findings import Finding, figures_for, finding
from vv_analysis.explore.pickers import explorer
from vv_analysis.explore.view import chart_of, tabbed, table_of, words_of

__all__ = [
    "Choice",
    "Finding",
    "chart_of",
    "explorer",
    "figures_for",
    "finding",
    "tabbed",
    "table_of",
    "words_of",
]
