"""Before an enquiry goes on: where it came from, who looks after it, and that every owner has its parts."""

from applications.domain.guards.context import Guard, GuardContext, Missing

PART_LABELS = {"parties": "parties", "finance": "fees", "documents": "documents"}


def has_source(context: GuardContext) -> Missing | None:
    if context.broker_id or context.terms.get("source") == "direct":
        return None
    return Missing("broker", "Select a broker, or set the source to direct.")


def has_bdm(context: GuardContext) -> Missing | None:
    return None if context.bd_id else Missing("bd", "Assign a BDM.")


def parts_confirmed(service: str) -> Guard:
    """The owner has confirmed its parts of the submission; a refused part is as missing as one under way."""

    def guard(context: GuardContext) -> Missing | None:
        state = context.provisioning.get(service, "pending")
        if state == "done":
            return None
        label = PART_LABELS[service]
        if state == "refused":
            return Missing("part_refused", f"Some {label} weren't accepted. Provide what's requested.")
        return Missing(f"{service}_pending", f"The {label} are still being saved. Try again in a moment.")

    return guard
