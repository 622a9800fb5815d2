"""Which stage may follow which, who may change it, and what must be in place first."""

from collections.abc import Sequence
from dataclasses import dataclass

from applications.domain.guards.approval import DECIDERS, is_approved, requirements_resolved
from applications.domain.guards.context import Guard, GuardContext, Missing
from applications.domain.guards.enquiry import has_bdm, has_source, parts_confirmed
from applications.domain.guards.letters import has_commitment_fee, has_funding_table, has_letter, has_signed_letter
from applications.domain.guards.parties import has_privacy_consent, has_solvency, numbers_valid, parties_complete
from applications.domain.guards.settlement import conditions_satisfied, has_legal_advice, has_loan_documents, is_signed
from applications.domain.guards.valuation import has_valuation, has_valuer, lvr_within_product
from applications.domain.stages import BEFORE_SETTLED, ORDER

STAFF = frozenset({"admin", "credit", "bd"})
ADMIN = frozenset({"admin"})
LODGERS = frozenset({"admin", "bd", "broker", "client"})
ANYONE = STAFF | {"broker", "client"}


@dataclass(frozen=True)
class Transition:
    from_stage: str
    to: str
    label: str
    guards: Sequence[Guard] = ()
    roles: frozenset[str] = STAFF
    wants_reason: bool = False

    @property
    def direction(self) -> str:
        """`forward` on the way to closed, `back` on it, `hold` while more information is requested, or `exit`."""
        if self.to == "more_info_required":
            return "hold"
        if self.to in ("declined", "withdrawn"):
            return "exit"
        if self.from_stage == "more_info_required" or ORDER[self.to] > ORDER[self.from_stage]:
            return "forward"
        return "back"

    def missing(self, context: GuardContext) -> list[Missing]:
        return [missing for guard in self.guards if (missing := guard(context)) is not None]

    def can_follow(self, context: GuardContext) -> bool:
        """`more_info_required` leads back only to the stage at which the information was requested."""
        resumes = self.from_stage == "more_info_required" and self.to in MAY_REQUEST_INFORMATION
        return not resumes or self.to == context.came_from


LODGE = Transition("draft", "inquiry", "Lodge application", roles=LODGERS)
MAY_REQUEST_INFORMATION = ("application_submitted", "valuation_ordered", "valuation_received")
_ENQUIRY = (has_source, has_bdm, *(parts_confirmed(service) for service in ("parties", "finance", "documents")))
_PARTIES = (numbers_valid, parties_complete, has_solvency, has_privacy_consent)
_VALUATION = (has_valuation, lvr_within_product)
TRANSITIONS = (
    LODGE,
    Transition("inquiry", "sent_to_lender", "Send to lender", _ENQUIRY),
    Transition("inquiry", "funding_table_issued", "Issue funding table", _ENQUIRY),
    Transition("sent_to_lender", "funding_table_issued", "Issue funding table"),
    Transition("funding_table_issued", "indicative_letter_issued", "Issue indicative letter", (has_funding_table,)),
    Transition("funding_table_issued", "inquiry", "Back to enquiry"),
    Transition("indicative_letter_issued", "indicative_letter_signed", "Record signed letter", (has_letter,)),
    Transition("indicative_letter_issued", "funding_table_issued", "Back to funding table"),
    Transition("indicative_letter_signed", "commitment_fee_received", "Record commitment fee", (has_signed_letter,)),
    Transition("commitment_fee_received", "application_submitted", "Submit application", (has_commitment_fee,)),
    Transition("application_submitted", "valuation_ordered", "Order valuation", _PARTIES),
    Transition("valuation_ordered", "valuation_received", "Record valuation", (has_valuer,)),
    Transition("valuation_received", "formal_approval", "Submit for approval", _VALUATION),
    *(Transition(stage, "more_info_required", "Request information") for stage in MAY_REQUEST_INFORMATION),
    *(Transition("more_info_required", stage, "Resume", (requirements_resolved,)) for stage in MAY_REQUEST_INFORMATION),
    Transition("formal_approval", "loan_docs_instructed", "Instruct loan documents", (is_approved,)),
    Transition("loan_docs_instructed", "loan_docs_issued", "Issue loan documents", (has_loan_documents,)),
    Transition("loan_docs_instructed", "formal_approval", "Back to approval"),
    Transition("loan_docs_issued", "loan_docs_signed", "Record signatures", (is_signed,)),
    Transition("loan_docs_issued", "loan_docs_instructed", "Back to documents instructed"),
    Transition("loan_docs_signed", "settlement_conditions", "Proceed to settlement", (has_legal_advice,)),
    Transition("loan_docs_signed", "loan_docs_issued", "Back to documents issued"),
    Transition("settlement_conditions", "settled", "Settle", (conditions_satisfied,)),
    Transition("settled", "discharged", "Discharge"),
    Transition("discharged", "closed", "Close"),
    *(Transition(stage, "declined", "Decline", roles=DECIDERS, wants_reason=True) for stage in BEFORE_SETTLED[1:]),
    *(Transition(stage, "withdrawn", "Withdraw", roles=ANYONE, wants_reason=True) for stage in BEFORE_SETTLED[1:]),
    *(Transition(stage, "inquiry", "Reopen", roles=ADMIN, wants_reason=True) for stage in ("declined", "withdrawn")),
)
_BY_STAGE: dict[str, list[Transition]] = {}
for _transition in TRANSITIONS:
    _BY_STAGE.setdefault(_transition.from_stage, []).append(_transition)


def following(context: GuardContext) -> list[Transition]:
    """The transitions out of the application's stage, whoever asks and whatever is missing."""
    return [transition for transition in _BY_STAGE.get(context.stage, ()) if transition.can_follow(context)]
