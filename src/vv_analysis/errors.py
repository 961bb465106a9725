"""Everything that can be refused, as one tree of errors that say what, where, what was expected and what to do."""

from __future__ import annotations


class VvError(Exception):
    """Root of every error this package raises on purpose.

    Parameters
    ----------
    what : str
        What is wrong, without a full stop.
    where : str, optional
        The place: file, sheet and cell (``file.xlsx#Sheet!D17``), or the setting or parameter.
    expected : str, optional
        What would have been right.
    remedy : str, optional
        What the reader of the message should do next, as an instruction without a full stop.

    Examples
    --------
    >>> error = VvError("'abc' is not an amount", where="a.xlsx#Values!D17", remedy="correct the cell")
    >>> str(error)
    "a.xlsx#Values!D17: 'abc' is not an amount; correct the cell."
    >>> error.where, error.remedy
    ('a.xlsx#Values!D17', 'correct the cell')
    """

    def __init__(self, what: str, *, where: str = "", expected: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.expected = expected
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        wanted = f"; expected {self.expected}" if self.expected else ""
        advice = f"; {self.remedy}" if self.remedy else ""
        sentence = f"{place}{self.what}{wanted}{advice}"
        return sentence if sentence.endswith("?") else f"{sentence}."

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders when reports run side by side; keyword arguments do not pickle by default.
        return (_rebuild, (type(self), self.what, self.where, self.expected, self.remedy))

    def at(self, where: str) -> VvError:
        """Return the same error with the place it was met at."""
        return type(self)(self.what, where=where, expected=self.expected, remedy=self.remedy)


def _rebuild(kind: type[VvError], what: str, where: str, expected: str, remedy: str) -> VvError:
    return kind(what, where=where, expected=expected, remedy=remedy)


class InputError(VvError):
    """A file cannot be read at all, or not as what it is said to be."""


class LayoutError(InputError):
    """A sheet or table has no heading that can be recognised."""


class LayoutDriftError(LayoutError):
    """An edition is laid out otherwise than the one it follows; `differences` has a sentence for each difference."""

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        expected: str = "",
        remedy: str = "",
        differences: tuple[str, ...] = (),
    ) -> None:
        super().__init__(what, where=where, expected=expected, remedy=remedy)
        self.differences = differences

    def __reduce__(self) -> tuple[object, ...]:
        return (*super().__reduce__(), {"differences": self.differences})

    def at(self, where: str) -> LayoutDriftError:
        """Return the same error with the place it was met at."""
        moved = LayoutDriftError(self.what, where=where, expected=self.expected, remedy=self.remedy)
        moved.differences = self.differences
        return moved


class AmountError(InputError):
    """A text is not an amount of money or a volume, or could be two different ones."""


class AreaError(InputError):
    """A name is no area, region or contract package area that is known, or could be two."""


class CategoryError(InputError):
    """A name is no service category that is known."""


class FrameError(VvError):
    """A frame lacks a column that a measure needs, or mixes what must not be mixed."""


class SettingsError(VvError):
    """A setting in vv.toml, or an option typed, is not valid."""


class ParameterError(SettingsError):
    """A report was asked for with a parameter it does not have, or a value that is not in the data."""


class ReportError(VvError):
    """A report could not be made; the last good release still stands."""


class KernelDiedError(ReportError):
    """The process of a notebook died in the middle of a cell; tried again it may live."""


class RefusedFiguresWarning(UserWarning):
    """Some figures in a file could not be read; the rest were."""
