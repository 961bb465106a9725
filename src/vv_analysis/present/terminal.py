"""Print pictures and sentences to a terminal, or plainly to a log.

Rich is imported by what prints: whoever only asks what can be typed does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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


@contextmanager
def progress(total: int) -> Iterator[Callable[[str, bool], None]]:
    """Show a bar on a terminal, and one line a page where there is none; told of each page and whether it was made."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda page, made: say(f"{'made' if made else 'failed'} {page}", error=True)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("Reading the data", total=total)
        yield lambda page, _: bar.update(task, advance=1, description=f"Making pages: {page}")
