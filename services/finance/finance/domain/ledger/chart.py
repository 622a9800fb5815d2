"""The chart of accounts: every account that money is posted to, by its code."""

from collections.abc import Mapping
from typing import Literal

AccountKind = Literal["asset", "liability", "income", "expense"]

# Codes are stored and never change; `penalties_receivable` and `penalty_income` are those of default interest.
KIND_OF: Mapping[str, AccountKind] = {
    "bank_clearing": "asset",
    "loan_portfolio": "asset",
    "interest_receivable": "asset",
    "fees_receivable": "asset",
    "penalties_receivable": "asset",
    "interest_income": "income",
    "fee_income": "income",
    "penalty_income": "income",
    "recovery_income": "income",
    "gst_payable": "liability",
    "unearned_interest": "liability",
    "overpayment_liability": "liability",
    "commission_payable": "liability",
    "losses_written_off": "expense",
    "commission_expense": "expense",
}

# The account that each component of a payment is credited to.
ACCOUNT_OF: Mapping[str, str] = {
    "default_interest": "penalties_receivable",
    "fees": "fees_receivable",
    "interest": "interest_receivable",
    "principal": "loan_portfolio",
    "overpaid": "overpayment_liability",
}
