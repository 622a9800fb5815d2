"""Words of ours that the field's words have replaced (`docs/glossary.md`): as the name of anything they are refused."""

# In every service, in lendkit and in deploy.
EVERYWHERE = {
    "carry": "reprocess",
    "carry_forward": "reprocess",
    "causes": "dedupe_key, reminder_type or CommandRef",
    "fault": "exc",
    "brief": "summary",
    "heal": "resolve_refusal",
    "circle": "audience",
    "acts": "oneshot",
    "wake": "relay_notify",
    "telling": "events",
    "tell": "publish or notify",
    "take_over": "board",
    "given_back": "interest_rebate",
    "Position": "LoanAccount",
    "Receipt": "PaymentApplication",
    "replan": "reschedule",
    "Happening": "TimelineEntry",
}
# In the package that had another meaning for it.
OF_PACKAGE = {
    "finance": {
        "rest": "reschedule",
        "replay": "reprocess",
        "cause": "CommandRef, reminder_type or dedupe_key",
        "Cause": "CommandRef",
        "Plan": "RepaymentMethod",
        "differences": "diff",
        "books": "subledger",
        "closures": "subledger",
        "agreed": "contract_terms",
        "gone": "void",
        "mark": "accrued_to",
        "ahead": "prepaid_interest",
        "aim": "target_instalment",
        "left": "outstanding",
        "touched": "partly_paid",
        "stands": "balances",
        "beginnings": "opening_balances",
        "direct": "paid_directly",
        "position": "account",
        "receipt": "application",
    },
    "applications": {
        "tree": "submission",
        "Tree": "Submission",
        "Member": "SubmittedParty",
        "choice": "transitions",
        "facts": "GuardContext",
        "Facts": "GuardContext",
    },
    "notifications": {
        "later": "deferred",
        "tries": "retry_policy",
        "words": "formatting",
        "writing": "notify",
        "letter": "email",
        "letters": "emails",
    },
    "reports": {
        "cell": "monthly total",
        "cells": "monthly_totals",
        "share": "contribution",
        "shares": "contributions",
        "edition": "data_version",
        "editions": "data_version",
        "memory": "response_cache",
        "figures": "totals",
    },
    "lendkit": {
        "package": "service_loader",
        "push": "hints",
        "resting": "dead_letters",
        "repair": "dead_letter_admin",
    },
}
# As the name of a value; a function may be called `each`.
VAGUE = ("found", "each", "one", "given", "made", "said", "told", "mine", "wanted")
OF_VALUES = dict.fromkeys(VAGUE, "the noun: loan, fee, rows, payload")
