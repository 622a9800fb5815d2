"""Which stage may follow which, who may move it there, and what must be so before: the table of the mission."""

from collections.abc import Sequence
from dataclasses import dataclass

from applications.domain.approval import (
    conditions_met,
    has_legal_advice,
    has_loan_documents,
    is_approved,
    is_signed,
)
from applications.domain.completeness import numbers_valid, parties_complete
from applications.domain.facts import Facts
from applications.domain.guards import (
    Guard,
    Missing,
    has_bd,
    has_commitment_fee,
    has_funding,
    has_letter,
    has_privacy_consent,
    has_signed_letter,
    has_solvency,
    has_source,
    has_valuation,
    has_valuer,
    items_resolved,
    lvr_within_product,
    parts_stand,
)
from applications.domain.stages import BEFORE_SETTLED, ORDER

STAFF = frozenset({"admin", "credit", "bd"})
ADMIN = frozenset({"admin"})
DECIDERS = frozenset({"admin", "credit"})
LODGERS = frozenset({"admin", "bd", "broker", "client"})
ANYONE = STAFF | {"broker", "client"}


@dataclass(frozen=True)
class Move:
    come_from: str
    to: str
    label: str
    guards: Sequence[Guard] = ()
    roles: frozenset[str] = STAFF
    wants_reason: bool = False

    @property
    def direction(self) -> str:
        """`forward` on the way to closed, `back` on it, `hold` while something is asked for, or `exit` from it."""
        if self.to == "more_info_required":
            return "hold"
        if self.to in ("declined", "withdrawn"):
            return "exit"
        if self.come_from == "more_info_required" or ORDER[self.to] > ORDER[self.come_from]:
            return "forward"
        return "back"

    def missing(self, facts: Facts) -> list[Missing]:
        return [found for guard in self.guards if (found := guard(facts)) is not None]

    def leads_back(self, facts: Facts) -> bool:
        """From `more_info_required` only the stage it came from can follow; everywhere else this asks nothing."""
        returns = self.come_from == "more_info_required" and self.to in ASKS_FOR_MORE
        return not returns or self.to == facts.came_from


LODGE = Move("draft", "inquiry", "Lodge application", roles=LODGERS)
ASKS_FOR_MORE = ("application_submitted", "valuation_ordered", "valuation_received")
_PARTS = (has_source, has_bd, parts_stand("parties"), parts_stand("finance"), parts_stand("documents"))
_SUBMITTED = (numbers_valid, parties_complete, has_solvency, has_privacy_consent)
MOVES = (
    LODGE,
    Move("inquiry", "sent_to_lender", "Send to lender", _PARTS),
    Move("inquiry", "funding_table_issued", "Issue funding table", _PARTS),
    Move("sent_to_lender", "funding_table_issued", "Issue funding table"),
    Move("funding_table_issued", "indicative_letter_issued", "Issue indicative letter", (has_funding,)),
    Move("funding_table_issued", "inquiry", "Back to enquiry"),
    Move("indicative_letter_issued", "indicative_letter_signed", "Record signed letter", (has_letter,)),
    Move("indicative_letter_issued", "funding_table_issued", "Back to funding table"),
    Move("indicative_letter_signed", "commitment_fee_received", "Record commitment fee", (has_signed_letter,)),
    Move("commitment_fee_received", "application_submitted", "Submit application", (has_commitment_fee,)),
    Move("application_submitted", "valuation_ordered", "Order valuation", _SUBMITTED),
    Move("valuation_ordered", "valuation_received", "Receive valuation", (has_valuer,)),
    Move("valuation_received", "formal_approval", "To formal approval", (has_valuation, lvr_within_product)),
    *(Move(stage, "more_info_required", "Ask for more information") for stage in ASKS_FOR_MORE),
    *(Move("more_info_required", stage, "Continue", (items_resolved,)) for stage in ASKS_FOR_MORE),
    Move("formal_approval", "loan_docs_instructed", "Instruct loan documents", (is_approved,)),
    Move("loan_docs_instructed", "loan_docs_issued", "Issue loan documents", (has_loan_documents,)),
    Move("loan_docs_instructed", "formal_approval", "Back to formal approval"),
    Move("loan_docs_issued", "loan_docs_signed", "Record signatures", (is_signed,)),
    Move("loan_docs_issued", "loan_docs_instructed", "Back to instructed"),
    Move("loan_docs_signed", "settlement_conditions", "To settlement conditions", (has_legal_advice,)),
    Move("loan_docs_signed", "loan_docs_issued", "Back to issued"),
    Move("settlement_conditions", "settled", "Settle", (conditions_met,)),
    Move("settled", "discharged", "Discharge"),
    Move("discharged", "closed", "Close"),
    *(Move(stage, "declined", "Decline", roles=DECIDERS, wants_reason=True) for stage in BEFORE_SETTLED[1:]),
    *(Move(stage, "withdrawn", "Withdraw", roles=ANYONE, wants_reason=True) for stage in BEFORE_SETTLED[1:]),
    *(Move(stage, "inquiry", "Reopen", roles=ADMIN, wants_reason=True) for stage in ("declined", "withdrawn")),
)
_FROM: dict[str, list[Move]] = {}
for _move in MOVES:
    _FROM.setdefault(_move.come_from, []).append(_move)


def following(facts: Facts) -> list[Move]:
    """The moves there are from where the application stands, whoever asks and whatever is missing."""
    return [move for move in _FROM.get(facts.stage, ()) if move.leads_back(facts)]
