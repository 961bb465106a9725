"""What a frame must have, and what must not be mixed, before anything is measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames.figure_arrays import figure_arrays
from vv_analysis.measure.frames.kinds import kind_of
from vv_analysis.measure.frames.named_rows import named_rows

BASES = ("prices", "vat", "volume_unit")
_BASIS = "basis of comparison"
_LONG = 10_000


def require_columns(frame: pd.DataFrame, columns: Iterable[str], *, where: str) -> None:
    """Refuse a frame that lacks a column.

    Parameters
    ----------
    frame : DataFrame
        The frame to be measured.
    columns : iterable of str
        Columns that the measure needs.
    where : str
        The measure and its argument, for the message.

    Raises
    ------
    FrameError
        A column is missing; the message names all that are.

    Examples
    --------
    >>> require_columns(pd.DataFrame({"year": []}), ["year"], where="ramp_up")
    """
    if not isinstance(frame, pd.DataFrame):
        raise FrameError(
            f"a {type(frame).__name__} cannot be measured",
            where=where,
            expected="a pandas DataFrame",
            remedy="put the figures into one, for example with pandas.DataFrame",
        )
    if not frame.columns.is_unique and (twice := [name for name in columns if (frame.columns == name).sum() > 1]):
        raise FrameError(
            f"the frame has several columns {' and '.join(map(repr, twice))}",
            where=where,
            expected="each column once",
            remedy="leave out or rename the others",
        )
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise FrameError(
            f"the frame has no {' and no '.join(map(repr, missing))}",
            where=where,
            expected=f"columns {', '.join(map(str, columns))}",
            remedy="read it with vv.read_publication or vv.read_contracts, or rename its columns",
        )


def key_columns(
    frames: Iterable[pd.DataFrame], keys: Sequence[str], results: Iterable[str], *, where: str
) -> list[str]:
    """Return the keys as a list, once every frame has them and none is the name of a result.

    Examples
    --------
    >>> key_columns([pd.DataFrame({"category": []})], ["category"], ["value_gbp"], where="unit_cost")
    ['category']
    """
    if isinstance(keys, str):
        raise FrameError(f"the keys are one text, {keys!r}", where=where, expected=f"a list such as [{keys!r}]")
    if not isinstance(keys, Iterable):
        raise FrameError(f"the keys are {keys!r}", where=where, expected="a list of columns, empty for one total")
    clash = [key for key in keys if key in set(results)]
    if clash or len(set(keys)) < len(keys):
        raise FrameError(
            f"{', '.join(map(repr, clash or keys))} cannot be the keys",
            where=where,
            expected="each column once, and none that is itself measured",
        )
    for frame in frames:
        require_columns(frame, keys, where=where)
    return list(keys)


def figures(frame: pd.DataFrame, columns: Sequence[str], *, where: str) -> pd.DataFrame:
    """Return columns as float64, missing figures as NaN.

    Parameters
    ----------
    frame : DataFrame
        The frame to be measured.
    columns : sequence of str
        Columns of figures; those ending in ``_users`` count people and cannot be negative.
    where : str
        The measure and its argument, for the message.

    Returns
    -------
    DataFrame
        The columns asked for, in pounds and users as they were, with the index of `frame`.

    Raises
    ------
    FrameError
        A column is missing, holds text or an infinite figure, or a number of users is negative.

    Examples
    --------
    >>> figures(pd.DataFrame({"volume_users": [10, None]}), ["volume_users"], where="unit_cost")
       volume_users
    0          10.0
    1           NaN
    """
    require_columns(frame, columns, where=where)
    return pd.DataFrame(figure_arrays(frame, columns, where=where), index=frame.index)


def present(frame: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """Return those of the columns that a frame has, other than the value itself.

    Examples
    --------
    >>> present(pd.DataFrame({"volume_users": []}), ["value_low_gbp", "volume_users"])
    ['volume_users']
    """
    return [column for column in columns if column in frame and column != "value_gbp"]


def refuse_mixed_status(frames: Iterable[pd.DataFrame], *, where: str) -> None:
    """Refuse invented figures beside real ones: they are never added together or compared.

    Raises
    ------
    FrameError
        `data_status` is illustrative in some rows and official or reported in others.

    Examples
    --------
    >>> refuse_mixed_status([pd.DataFrame({"data_status": ["official", "reported"]})], where="unit_cost")
    """
    stated = [frame for frame in frames if "data_status" in frame]
    statuses = set().union(*(_stated(frame, "data_status") for frame in stated))
    if "illustrative" in statuses and len(statuses) > 1:
        invented = [frame["data_status"].eq("illustrative").fillna(value=False) for frame in stated]
        rows = " and ".join(named_rows(chosen) for chosen in invented if chosen.any())
        raise FrameError(
            f"illustrative figures ('data_status' of {rows}) stand beside figures that are "
            f"{_listed(statuses - {'illustrative'})}",
            where=where,
            expected="invented figures and real ones apart",
            remedy="choose one with frame.query(\"data_status == 'illustrative'\"), or != for the other",
        )


def refuse_unlike_bases(before: pd.DataFrame, after: pd.DataFrame, on: Sequence[str], *, where: str) -> None:
    """Refuse to compare figures of unlike price base, VAT or volume unit (method, R2.7).

    A value exempt from VAT holds none, so exempt and excluded are alike. A basis that is unknown on one side
    only is unlike. Columns that a frame does not have are not compared.

    Raises
    ------
    FrameError
        The bases of the two frames differ, or differ within one key.

    Examples
    --------
    >>> before, after = pd.DataFrame({"vat": ["exempt"]}), pd.DataFrame({"vat": ["excluded"]})
    >>> refuse_unlike_bases(before, after, [], where="variance")
    """
    for basis in BASES:
        if basis in before and basis in after:
            # Distinct words are few, so rows are looked at only where there are several.
            stated = [set(alike_where_exempt(distinct(frame[basis]), basis).dropna()) for frame in (before, after)]
            if all(stated) and (stated[0] != stated[1] or _mixed_in_a_key(basis, stated[0], (before, after), on)):
                raise _unlike(basis, stated, (before, after), where)


def alike_where_exempt(stated: pd.Series[str], basis: str) -> pd.Series[str]:
    """Return a basis with what is exempt from VAT as excluding it; a blank says no more than a missing cell does.

    Examples
    --------
    >>> alike_where_exempt(pd.Series(["exempt", "", "included"]), "vat").tolist()
    ['excluded', nan, 'included']
    """
    stated = stated.astype("str").where(stated != "")
    return stated.replace({"exempt": "excluded"}) if basis == "vat" else stated


def _mixed_in_a_key(basis: str, stated: set[str], frames: Iterable[pd.DataFrame], on: Sequence[str]) -> bool:
    if not on or len(stated) == 1:
        return len(stated) > 1
    pairs = pd.concat([frame[list(on)].assign(**{_BASIS: alike_where_exempt(frame[basis], basis)}) for frame in frames])
    return bool(pairs.dropna(subset=[_BASIS]).drop_duplicates().duplicated(list(on)).any())


def _unlike(basis: str, stated: list[set[str]], frames: Iterable[pd.DataFrame], where: str) -> FrameError:
    remedies = {
        "prices": "bring both to one price base with vv.real_terms",
        "vat": "leave out the rows of unlike or unknown VAT, or state in the input what it is",
        "volume_unit": "compare only rows that count the same, or state in the input what is counted",
    }
    return FrameError(
        f"{basis!r} is {_listed(stated[0])} before and {_listed(stated[1])} after ({_others(basis, stated, frames)})",
        where=where,
        expected="the same on both sides and within each key",
        remedy=remedies[basis],
    )


def _others(basis: str, stated: list[set[str]], frames: Iterable[pd.DataFrame]) -> str:
    """Name the rows of either side that are unlike the first basis of all."""
    usual = min(stated[0])
    alike = [alike_where_exempt(frame[basis], basis) for frame in frames]
    chosen = [(side.notna() & (side != usual)).to_numpy() for side in alike]
    named = [f"{named_rows(rows)} {when}" for rows, when in zip(chosen, ("before", "after"), strict=True) if rows.any()]
    return f"not {usual!r}: {' and '.join(named)}"


def refuse_unlike_keys(before: pd.DataFrame, after: pd.DataFrame, on: Sequence[str], *, where: str) -> None:
    """Refuse keys that can never meet, such as a year typed as a number on one side and as text on the other.

    Raises
    ------
    FrameError
        A key has another type in each frame.

    Examples
    --------
    >>> years = pd.DataFrame({"year": ["2021-22"]})
    >>> refuse_unlike_keys(years, years, ["year"], where="variance")
    """
    for key in on:
        kinds = {kind_of(frame[key]) for frame in (before, after) if frame[key].notna().any()}
        if len(kinds) > 1:
            raise FrameError(
                f"key {key!r} holds {kind_of(before[key])} before and {kind_of(after[key])} after",
                where=where,
                expected="one type on both sides",
                remedy="convert one of them with astype",
            )


def _stated(frame: pd.DataFrame, column: str) -> set[str]:
    return set(distinct(frame[column]).dropna().astype("str"))


def distinct(column: pd.Series[str]) -> pd.Series[str]:
    """Return the distinct entries of a column, missing ones included.

    Examples
    --------
    >>> distinct(pd.Series(["nominal", "nominal"])).tolist()
    ['nominal']
    """
    # Most columns say one thing throughout, which in a long one is seen sooner than it is counted.
    if len(column) > _LONG and bool((column == column.iloc[0]).all()):
        return column.head(1)
    return pd.Series(column.unique())


def _listed(names: Iterable[str]) -> str:
    return " and ".join(repr(name) for name in sorted(names))
