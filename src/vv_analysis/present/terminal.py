"""Print pictures and sentences to a terminal, or plainly to a log.

Rich is imported by what prints: whoever only asks what can be typed does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDTH_OF_A_LOG = 100


def print_all(parts: Callable[[int], Iterable[RenderableType]]) -> None:
    """Print what `parts` makes for a width: pictures as wide as the terminal, sentences whole.

    Whoever copies a sentence, or a line of a draft, gets what stands there; no markup is read in the words of others.
    """
    from rich.console import Console
    from rich.text import Text

    width = None if Console().is_terminal else _WIDTH_OF_A_LOG
    console = Console(width=width, highlight=False, markup=False, emoji=False)
    for part in parts(console.width):
        console.print(part, soft_wrap=isinstance(part, Text))


def say(sentence: str, *, error: bool = False) -> None:
    """Print a sentence; names of files and figures are the words of others, so no markup is read, no control kept."""
    from rich.console import Console

    plain = "".join(letter if letter.isprintable() else " " for letter in sentence)
    Console(stderr=error, soft_wrap=True, highlight=False, markup=False, emoji=False).print(plain)


def shown(path: Path) -> str:
    """Return a path as the reader would type it from where they are."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
