"""The stages an application goes through, as data: what they are called and how they look."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    code: str
    label: str
    tone: str
    terminal: bool = False


STAGES = (
    Stage("draft", "Draft", "neutral"),
    Stage("inquiry", "Enquiry", "info"),
    Stage("sent_to_lender", "Sent to lender", "info"),
    Stage("funding_table_issued", "Funding table issued", "progress"),
    Stage("indicative_letter_issued", "Indicative letter issued", "progress"),
    Stage("indicative_letter_signed", "Indicative letter signed", "progress"),
    Stage("commitment_fee_received", "Commitment fee received", "progress"),
    Stage("application_submitted", "Application submitted", "info"),
    Stage("valuation_ordered", "Valuation ordered", "progress"),
    Stage("valuation_received", "Valuation received", "progress"),
    Stage("more_info_required", "More information required", "warn"),
    Stage("formal_approval", "Formal approval", "ok"),
    Stage("loan_docs_instructed", "Loan documents instructed", "progress"),
    Stage("loan_docs_issued", "Loan documents issued", "progress"),
    Stage("loan_docs_signed", "Loan documents signed", "progress"),
    Stage("settlement_conditions", "Settlement conditions", "warn"),
    Stage("settled", "Settled", "ok"),
    Stage("discharged", "Discharged", "ok"),
    Stage("closed", "Closed", "neutral", terminal=True),
    Stage("declined", "Declined", "danger", terminal=True),
    Stage("withdrawn", "Withdrawn", "neutral", terminal=True),
)
BY_CODE = {stage.code: stage for stage in STAGES}
BEFORE_SETTLED = tuple(stage.code for stage in STAGES[: [s.code for s in STAGES].index("settled")])
