"""The field's closed lists: every code that may stand in a frame, and how it is said in words."""

from __future__ import annotations

CATEGORIES = {
    "accommodation": "Accommodation",
    "finance-benefits-debt": "Finance, benefits and debt",
    "education-training-employment": "Education, training and employment",
    "dependency-recovery": "Dependency and recovery",
    "personal-wellbeing": "Personal wellbeing",
    "womens-services": "Women's services",
    "other": "Other services",
}
WOMENS_SERVICES = "womens-services"
LOT_CATEGORIES = tuple(code for code in CATEGORIES if code != "other")

COHORTS = {
    "adult-men": "adult men",
    "women": "women",
    "young-adults": "young adults aged 18 to 25",
    "all": "everyone eligible",
    "not-stated": "cohort not stated",
}

AREA_LEVELS = {
    "area": "police force area",
    "region": "probation region",
    "contract-package-area": "contract package area (2015 to 2021)",
    "nation": "England and Wales",
    "not-stated": "area not stated",
}

AMOUNT_STATUSES = ("exact", "range", "about", "at_least", "at_most", "missing")

STATUS_MARKS = {
    "ok": "complete",
    "x": "missing",
    "z": "not applicable",
    "c": "confidential",
    "u": "low reliability",
}

DATA_STATUSES = {
    "official": "published by a public body",
    "reported": "reported by others or handed over in confidence",
    "illustrative": "invented for illustration",
}

VAT_BASES = {
    "excluded": "excluding VAT",
    "included": "including VAT",
    "exempt": "exempt from VAT",
    "unknown": "VAT not stated",
}

VOLUME_UNITS = {
    "service-users": "unique service users",
    "referrals": "referrals",
    "starts": "starts",
    "completions": "completions",
    "places": "places",
    "unknown": "unit not stated",
}

TIERS = {
    "lead": "lead provider",
    "subcontractor": "subcontractor",
    "grant": "grant holder",
}

ORGANISATION_SIZES = ("micro", "small", "medium", "large", "super-major", "not stated")

LED_BY = (
    "women",
    "racially minoritised people",
    "people with lived experience",
    "none of these",
    "not stated",
)

YES_NO = ("yes", "no")

SEVERITIES = {
    "refused": "not used: could not be read, or cannot be right",
    "warning": "used as far as it goes, but something is missing or does not add up",
    "note": "used, and worth knowing",
}
