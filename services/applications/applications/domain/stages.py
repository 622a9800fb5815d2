"""The stages an application goes through: their labels, their tones, and when one counts as stalled."""

from dataclasses import dataclass

from lendkit.contracts.choices import STAGE_LABELS


@dataclass(frozen=True)
class Stage:
    """After `stale_days` in the stage its BDM is notified; None where nobody needs to be."""

    code: str
    tone: str
    terminal: bool = False
    stale_days: int | None = 7

    @property
    def label(self) -> str:
        return STAGE_LABELS[self.code]


STAGES = (
    Stage("draft", "neutral", stale_days=None),
    Stage("inquiry", "info"),
    Stage("sent_to_lender", "info"),
    Stage("funding_table_issued", "progress"),
    Stage("indicative_letter_issued", "progress"),
    Stage("indicative_letter_signed", "progress"),
    Stage("commitment_fee_received", "progress"),
    Stage("application_submitted", "info"),
    Stage("valuation_ordered", "progress"),
    Stage("valuation_received", "progress"),
    Stage("more_info_required", "warn"),
    Stage("formal_approval", "ok"),
    Stage("loan_docs_instructed", "progress"),
    Stage("loan_docs_issued", "progress"),
    Stage("loan_docs_signed", "progress"),
    Stage("settlement_conditions", "warn"),
    Stage("settled", "ok", stale_days=None),
    Stage("discharged", "ok", stale_days=None),
    Stage("closed", "neutral", terminal=True, stale_days=None),
    Stage("declined", "danger", terminal=True, stale_days=None),
    Stage("withdrawn", "neutral", terminal=True, stale_days=None),
)
BY_CODE = {stage.code: stage for stage in STAGES}
ORDER = {stage.code: place for place, stage in enumerate(STAGES)}
BEFORE_SETTLED = tuple(stage.code for stage in STAGES[: ORDER["settled"]])
BEFORE_APPROVAL = tuple(stage.code for stage in STAGES[: ORDER["formal_approval"]])
FINAL = ("settled", "discharged", "closed")
