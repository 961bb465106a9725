"""The submission template: the columns in which an organisation enters its existing contracts.

There is no column for a future or intended price, and there will be none (competition law).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vv_analysis.terms import vocabulary

VERSION = "2"
# Version 1 had neither who pays nor which contract a subcontract is part of; what it has, it has as now.
VERSIONS_READ = ("1", "2")
TITLE = "Existing contracts: submission template"
CONTRACTS_SHEET = "Contracts"
VERSION_LABEL = "Template version"
STATUS_LABEL = "Status of these figures"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of the template: its heading, what to enter, and the answers allowed if they are a list."""

    name: str
    heading: str
    explanation: str
    choices: tuple[str, ...] = ()
    required: bool = False


COLUMNS = (
    TemplateColumn("contract", "Contract reference", "Your own reference, one row a contract", required=True),
    TemplateColumn("organisation", "Organisation", "Name of the organisation that is paid", required=True),
    TemplateColumn("organisation_id", "Charity or company number", "So that one organisation is counted once"),
    TemplateColumn("tier", "Role", "Your place in the supply chain", tuple(vocabulary.TIERS), required=True),
    TemplateColumn(
        "category",
        "Service category",
        "The nearest service category",
        tuple(vocabulary.CATEGORIES.values()),
        required=True,
    ),
    TemplateColumn("area", "Area", "Police force area, probation region or contract package area", required=True),
    TemplateColumn("cohort", "Cohort", "Who is served", tuple(vocabulary.COHORTS.values())),
    TemplateColumn("start", "First day", "First day of the period the value covers", required=True),
    TemplateColumn("end", "Last day", "Last day of the period the value covers", required=True),
    TemplateColumn("value", "Value (£)", "What you are paid for the whole period", required=True),
    TemplateColumn("vat", "VAT", "Whether that value includes VAT", tuple(vocabulary.VAT_BASES.values())),
    TemplateColumn("volume", "Volume (service users)", "How many service users that pays for", required=True),
    TemplateColumn(
        "volume_unit",
        "What is counted",
        "What one unit of volume is",
        tuple(vocabulary.VOLUME_UNITS.values()),
    ),
    TemplateColumn(
        "one_off_costs", "One-off costs (£)", "TUPE, redundancy, pension, mobilisation; not part of the value"
    ),
    TemplateColumn("organisation_size", "Size of organisation", "By yearly income", vocabulary.ORGANISATION_SIZES),
    TemplateColumn("led_by", "Led by", "By and for whom the organisation is led", vocabulary.LED_BY),
    TemplateColumn("paid_by", "Paid by", "Who pays you: the commissioner, the funder of a grant, or the lead provider"),
    TemplateColumn(
        "part_of_contract", "Part of contract", "For a subcontractor: the lead provider's reference of its contract"
    ),
)

# The row that shows how to fill the template in. Whoever forgets to delete it has entered no contract.
EXAMPLE_MARK = "EXAMPLE"
EXAMPLE: Mapping[str, str | int | date] = {
    "contract": EXAMPLE_MARK,
    "organisation": "Example Resettlement Trust",
    "organisation_id": "0000000",
    "tier": "subcontractor",
    "category": "Accommodation",
    "area": "Norfolk",
    "cohort": "everyone eligible",
    "start": date(2019, 4, 1),
    "end": date(2020, 3, 31),
    "value": 126_000,
    "vat": "excluding VAT",
    "volume": 120,
    "volume_unit": "unique service users",
    "one_off_costs": 8_500,
    "organisation_size": "small",
    "led_by": "none of these",
    "paid_by": "Example Lead Provider",
    "part_of_contract": "LEAD-2019-07",
}
