"""Before an application goes to approval: a valuer, a value for each security, and an LVR the product allows."""

from decimal import Decimal

from applications.domain.guards.context import GuardContext, Missing
from applications.domain.lvr import lvr, valued


def has_valuer(context: GuardContext) -> Missing | None:
    valuer = context.terms.get("valuer_info") or {}
    if valuer.get("company_name") or valuer.get("contact_name"):
        return None
    return Missing("valuer", "Select a valuer.")


def has_valuation(context: GuardContext) -> Missing | None:
    if valued(context.terms, context.records_of("valuations")):
        return None
    return Missing("valuation", "Record a valuation for each security.")


def lvr_within_product(context: GuardContext) -> Missing | None:
    """Tested once each security has a recorded value: an estimate proves nothing."""
    ratio = lvr(context.terms, context.records_of("valuations"))
    if context.max_lvr is None or ratio is None or has_valuation(context) or ratio <= context.max_lvr:
        return None
    return Missing("lvr", f"LVR {_percent(ratio)} exceeds the product limit of {_percent(context.max_lvr)}.")


def _percent(value: Decimal) -> str:
    """`70` → `70.0%`, `68.25` → `68.25%`."""
    whole, _, part = format(value.normalize(), "f").partition(".")
    return f"{whole}.{part or '0'}%"
