"""Print pictures and sentences to a terminal, or plainly to a log."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.console import Console, RenderableType
from rich.text import Text

_WIDTH_OF_A_LOG = 100


def print_all(parts: Callable[[int], Iterable[RenderableType]]) -> None:
    """Print what `parts` makes for a width: pictures as wide as the terminal, sentences whole.

    Whoever copies a sentence, or a line of a draft, gets what stands there; no markup is read in the words of others.
    """
    width = None if Console().is_terminal else _WIDTH_OF_A_LOG
    console = Console(width=width, highlight=False, markup=False, emoji=False)
    for part in parts(console.width):
        console.print(part, soft_wrap=isinstance(part, Text))
