"""The letters that can be made: what each needs, how it is filed and what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.domain.letters import content as texts
from documents.domain.letters import requirements
from documents.domain.letters.payout import payout
from documents.domain.letters.statement import statement
from documents.domain.letters.tables import Detail
from lendkit.values.en_au import day


@dataclass(frozen=True)
class Template:
    """`type` is how the document is filed, `requires` are codes of `requirements`. A letter that `needs_payoffs` states
    finance's own figures: `payoffs` of the detail, one for each of `payout.payout_days`."""

    title: str
    type: str
    requires: tuple[str, ...]
    body: Callable[[Detail, date], dict[str, Any]]
    needs_payoffs: bool = False


def missing(template: str, detail: Detail) -> list[dict[str, str]]:
    """What the application still lacks for this letter: [{code, detail}]."""
    return requirements.missing(TEMPLATES[template].requires, detail)


def content(template: str, detail: Detail, lender: Mapping[str, str], today: date) -> dict[str, Any]:
    """Everything that the template sets, as text."""
    letter = TEMPLATES[template]
    return {"title": letter.title, **texts.common(detail, lender, today), **letter.body(detail, today)}


def _statement(detail: Detail, today: date) -> dict[str, Any]:
    return {"settled": day(detail["loan"]["settled_on"]), **statement(detail)}


def _payout_figure(detail: Detail, today: date) -> dict[str, Any]:
    return payout(detail)


_TERMS = ("borrower", "loan_amount", "loan_term", "interest_rate")
_LOAN = ("borrower", "loan")
TEMPLATES = {
    "indicative_letter": Template("Indicative letter", "indicative_letter", _TERMS, texts.indicative_letter),
    "funding_table": Template("Funding table", "other", (*_TERMS, "funding"), texts.funding_table),
    "formal_approval": Template("Formal approval", "formal_approval", (*_TERMS, "approval"), texts.formal_approval),
    "disbursement_notice": Template("Disbursement notice", "disbursement", _LOAN, texts.disbursement_notice),
    "statement": Template("Statement", "other", _LOAN, _statement),
    "payout_figure": Template("Payout figure", "other", (*_LOAN, "open_loan"), _payout_figure, needs_payoffs=True),
}
