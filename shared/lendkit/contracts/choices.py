"""The fixed lists of lending terms, the same in every service and on every screen."""

APPLICATION_TYPES = (
    "residential", "commercial", "construction", "investment", "smsf", "acquisition", "refinance", "equity_release",
    "refinance_and_equity_release", "second_mortgage", "caveat", "other",
)  # fmt: skip
FREQUENCIES = ("weekly", "fortnightly", "monthly", "quarterly", "half_yearly", "yearly", "at_maturity")
ENTITY_TYPES = ("company", "trust", "smsf")
FEE_TYPES = (
    "commitment", "establishment", "line", "brokerage", "application", "due_diligence", "legal", "valuation",
    "account", "working", "other",
)  # fmt: skip
DOCUMENT_TYPES = (
    "application_form", "indicative_letter", "formal_approval", "loan_documents", "disbursement", "valuation_report",
    "qs_report", "identification", "invoice", "signed_form", "other",
)  # fmt: skip
GUARANTOR_TYPES = ("individual", "company")
PROPERTY_TYPES = ("house", "unit", "townhouse", "land", "commercial", "industrial", "rural", "other")
RESIDENCIES = ("citizen", "permanent_resident", "temporary_resident", "non_resident", "other")
MARITAL_STATUSES = ("single", "married", "de_facto", "separated", "divorced", "widowed", "other")
EMPLOYMENT_TYPES = ("full_time", "part_time", "casual", "contract", "self_employed", "retired", "unemployed", "other")
EXIT_KINDS = ("sale", "refinance", "income", "other")
SOURCES = ("broker", "direct")
STATES = ("NSW", "VIC", "QLD", "WA", "SA", "TAS", "ACT", "NT")
STAGE_LABELS = {
    "draft": "Draft",
    "inquiry": "Enquiry",
    "sent_to_lender": "Sent to lender",
    "funding_table_issued": "Funding table issued",
    "indicative_letter_issued": "Indicative letter issued",
    "indicative_letter_signed": "Indicative letter signed",
    "commitment_fee_received": "Commitment fee received",
    "application_submitted": "Application submitted",
    "valuation_ordered": "Valuation ordered",
    "valuation_received": "Valuation received",
    "more_info_required": "More information required",
    "formal_approval": "Awaiting approval",
    "loan_docs_instructed": "Loan documents instructed",
    "loan_docs_issued": "Loan documents issued",
    "loan_docs_signed": "Loan documents signed",
    "settlement_conditions": "Settlement conditions",
    "settled": "Settled",
    "discharged": "Discharged",
    "closed": "Closed",
    "declined": "Declined",
    "withdrawn": "Withdrawn",
}
STAGES = tuple(STAGE_LABELS)
