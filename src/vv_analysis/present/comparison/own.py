"""One organisation's own contracts against what is published for their ground; for its eyes only."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.ramp.sustainability import sustainability
from vv_analysis.present import figures, sentences
from vv_analysis.present.comparison.ramp import complete_lines
from vv_analysis.present.comparison.remembered import remembered
from vv_analysis.present.comparison.selection import LINE, Selection, edition_name, on_ground_of
from vv_analysis.present.comparison.steps import in_force_together
from vv_analysis.present.content import Facts, Headline, Prose
from vv_analysis.present.standing import standing
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms.vocabulary import CATEGORIES

FIXED_SHARES_PERCENT = (30, 50, 70)


def facts(selection: Selection) -> Facts:
    """Return whose report it is, and who may see it."""
    return Facts(
        (
            ("For", f"{selection.name} only; it prints what its own contracts pay"),
            ("Its contracts", f"{len(selection.contracts)} on the same basis as the published figures"),
            ("Left apart", f"{selection.apart} on another basis, {selection.repeated} counted in another contract"),
            ("Prices", f"Costs per user in {selection.prices} prices (GDP deflator)"),
            *standing(
                f"{edition_name(selection.published)}, and the contracts that {selection.name} sent in",
                selection.published["published_on"].max(),
            ),
        )
    )


@remembered
def side_by_side(selection: Selection) -> pd.DataFrame:
    """Return each contract of the organisation beside the published steady state of its ground."""
    own = real_terms(selection.contracts, selection.prices).reset_index(drop=True)
    published = real_terms(selection.steady, selection.prices)
    lines = published.dropna(subset=["value_gbp", "volume_users"])
    by_area = lines.groupby(["category", "area_code"])[["value_gbp", "volume_users"]].sum()
    by_region = lines.groupby(["category", "region"])[["value_gbp", "volume_users"]].sum()
    ground = pd.DataFrame(
        [
            _sum_at(by_area, (row["category"], row["area_code"]))
            if row["area_level"] == "area"
            else _sum_at(by_region, (row["category"], row["region"]))
            for row in own.to_dict("records")
        ],
        columns=["published_value_gbp", "published_users"],
        index=own.index,
    )
    cost = own["value_gbp"] / own["volume_users"].where(own["volume_users"] > 0)
    published_cost = ground["published_value_gbp"] / ground["published_users"].where(ground["published_users"] > 0)
    return own.join(ground).assign(
        label=own["category"].map(CATEGORIES) + ", " + own["area"].map(sentences.place) + " (" + own["contract"] + ")",
        cost_per_user_before_gbp=cost,
        cost_per_user_after_gbp=published_cost,
        difference_gbp_per_user=published_cost - cost,
    )


def _sum_at(sums: pd.DataFrame, key: tuple[str, str]) -> tuple[float, float]:
    found = sums.reindex([key]).iloc[0]
    return float(found["value_gbp"]), float(found["volume_users"])


def headline(selection: Selection) -> Headline:
    """Say in how many of its contracts the published cost per user is lower, and by how much."""
    rows = side_by_side(selection).dropna(subset=["difference_gbp_per_user"])
    basis = f"Both sides are in {selection.prices} prices and exclude VAT. Every figure is an estimate of one contract."
    if rows.empty:
        return Headline(f"No contract of {selection.name} can be laid beside a published figure.", basis)
    gaps = rows["difference_gbp_per_user"]
    lower = int((gaps < 0).sum())
    return Headline(
        f"The published cost per user is lower than what you are paid in "
        f"{sentences.out_of(lower, len(rows), 'contracts')}.",
        f"The difference runs from {_gap(gaps.min())} to {_gap(gaps.max())} per user. {basis}",
    )


def _gap(difference: float) -> str:
    return f"{sentences.pounds(abs(difference))} {'higher' if difference > 0 else 'lower'}"


def table(selection: Selection) -> Table:
    """Return the contracts with what is published for their ground."""
    return Table(
        f"Contracts of {selection.name} at twelve months, and what is published for their ground, "
        f"{selection.prices} prices",
        side_by_side(selection),
        (
            TableColumn("label", "Service, area and contract"),
            TableColumn("value_gbp", "Paid a year (£)", "pounds"),
            TableColumn("volume_users", "Users a year", "users"),
            TableColumn("cost_per_user_before_gbp", "Cost per user now (£)", "pounds"),
            TableColumn("cost_per_user_after_gbp", "Published cost per user (£)", "pounds"),
            TableColumn("difference_gbp_per_user", "Published minus existing (£ per user)", "pounds change"),
        ),
        notes=(
            "A contract for one area stands beside that area; any other beside the whole of its region. Contracts on "
            f"the same basis: {len(selection.contracts)}; left apart: {selection.apart}; counted in another contract: "
            f"{selection.repeated}.",
        ),
        illustrative=selection.illustrative,
    )


def chart(selection: Selection) -> figures.Chart | None:
    """Draw both costs per user, contract by contract; none if none can be compared."""
    rows = side_by_side(selection).dropna(subset=["cost_per_user_before_gbp"])
    compared = rows.dropna(subset=["difference_gbp_per_user"])
    if compared.empty:
        return None
    lower = int((compared["difference_gbp_per_user"] < 0).sum())
    said = "; ".join(
        f"{label} {sentences.pounds(before)}, {sentences.pounds(after)}"
        for label, before, after in compared[
            ["label", "cost_per_user_before_gbp", "cost_per_user_after_gbp"]
        ].itertuples(index=False)
    )
    told = figures.Told(
        f"Published cost per user is lower in {sentences.out_of(lower, len(compared), 'contracts')} compared",
        f"Cost per user of each contract and of what is published for its ground, {selection.prices} prices",
        f"Paired marks of cost per user, existing then published. {said}.",
        selection.illustrative,
    )
    return figures.dumbbells(
        compared,
        told,
        label=TableColumn("label", "Service, area and contract"),
        before=TableColumn("cost_per_user_before_gbp", "What you are paid (£ per user)", "pounds"),
        after=TableColumn("cost_per_user_after_gbp", "Published (£ per user)", "pounds"),
    )


@remembered
def break_even(selection: Selection) -> pd.DataFrame:
    """Return when an organisation breaks even on its ground, if some share of what it spends now is fixed.

    What it spends a year is taken to be what it is paid now; the fixed share of it stays whatever the volume. Its share
    of its ground is that of the users it serves now; ground that several of its contracts share counts once.
    """
    known = side_by_side(selection).dropna(subset=["value_gbp", "volume_users", "difference_gbp_per_user"])
    own = in_force_together(known)
    lines = _with_users_in_every_year(on_ground_of(complete_lines(selection), own))
    published_users = lines.loc[lines["year"] == selection.steady_year, "volume_users"].sum()
    if published_users <= 0 or own["volume_users"].sum() <= 0:
        return pd.DataFrame()
    share = own["volume_users"].sum() / published_users
    bid = lines.assign(value_gbp=lines["value_gbp"] * share, volume_users=lines["volume_users"] * share)
    ends = [name for name in bid.columns if name.startswith(("value_low", "value_high", "volume_low", "volume_high"))]
    spent, served = own["value_gbp"].sum(), own["volume_users"].sum()
    found = []
    for fixed_percent in FIXED_SHARES_PERCENT:
        fixed = spent * fixed_percent / 100
        years = sustainability(_real(bid.drop(columns=ends), selection), fixed, (spent - fixed) / served)
        found.append(_told(years, fixed_percent, fixed))
    return pd.DataFrame(found)


def _with_users_in_every_year(lines: pd.DataFrame) -> pd.DataFrame:
    known = lines.groupby(LINE)["volume_users"].transform("count")
    return lines[known == lines["year"].nunique()]


def _real(bid: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    return real_terms(bid, selection.prices)


def _told(years: pd.DataFrame, fixed_percent: int, fixed_gbp: float) -> dict[str, object]:
    last = years.iloc[-1]
    return {
        "label": f"{fixed_percent}% of what is spent now is fixed",
        "fixed_percent": float(fixed_percent),
        "fixed_gbp": fixed_gbp,
        "first_surplus_gbp": float(years.iloc[0]["surplus_gbp"]),
        "peak_gbp": float(last["peak_funding_need_gbp"]),
        "break_even_users": float(last["break_even_users"]),
        "volume_users": float(last["volume_users"]),
        "payback": str(last["payback_year"]),
    }


def break_even_words(selection: Selection) -> Prose:
    """Say when the organisation would break even, and what it would have to bring."""
    rows = break_even(selection)
    if rows.empty:
        return Prose(("No contract has a comparable published line in each year, so no break-even is shown.",))
    middle = rows.iloc[len(rows) // 2]
    return Prose(
        (
            "Suppose the organisation wins on its ground the share of users it serves now, and spends per user what it "
            f"is paid now. With {sentences.percent(middle['fixed_percent'])} of that spending fixed, the first year "
            f"ends at {sentences.pounds_in_words(middle['first_surplus_gbp'])}. It would have to bring "
            f"{sentences.pounds_in_words(middle['peak_gbp'])} at most, and {_payback(str(middle['payback']))}. "
            "These are estimates: only the organisation knows what it spends and how much of it is fixed.",
        )
    )


def _payback(year: str) -> str:
    if year in {"not within term", "not known", "none"}:
        return "it does not get that back within the years published"
    return f"it gets that back in {year}"


def break_even_table(selection: Selection) -> Table | None:
    """Return the break-even for three fixed shares; none if it cannot be worked out."""
    rows = break_even(selection)
    if rows.empty:
        return None
    return Table(
        f"Break-even of {selection.name} on its ground, by how much of its spending is fixed, {selection.prices} "
        "prices",
        rows,
        (
            TableColumn("label", "If"),
            TableColumn("fixed_percent", "Fixed share (%)", "percent"),
            TableColumn("fixed_gbp", "Fixed cost a year (£)", "pounds"),
            TableColumn("first_surplus_gbp", "Left over in the first year (£)", "pounds change"),
            TableColumn("peak_gbp", "To be brought at most (£)", "pounds"),
            TableColumn("break_even_users", "Users a year to break even", "users", absent="z"),
            TableColumn("volume_users", "Users published for its share", "users"),
            TableColumn("payback", "Got back in"),
        ),
        notes=(
            "Spending is taken to be what existing contracts pay; a provider's own accounts are better. A fixed cost "
            "counts for the part of the first year that is paid.",
        ),
        illustrative=selection.illustrative,
    )
