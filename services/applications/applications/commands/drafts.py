"""Drafts: kept as far as they are filled in, changed at will, and lodged once they are complete."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from applications.commands import assignments, existing_parties, submission_parts
from applications.domain import submission as domain
from applications.store import applications as store
from applications.store import stage_history
from applications.store.applications import ApplicationRow
from lendkit.contracts import checks
from lendkit.contracts.checks import Finding
from lendkit.contracts.shapes import ApplicationShape
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.identifiers import uuid7


def create(submission: Mapping[str, Any], findings: Sequence[Finding]) -> UUID:
    """Keep a submission as a draft; what is wrong with it (`findings`) becomes its warnings."""
    actor, id = context.actor(), uuid7()
    submission = assignments.with_branch(submission)
    with work() as w:
        reference = store.next_reference(w, dates.today().year)
        author = {"id": id, "reference_number": reference, "author": actor.as_ref(), "author_id": actor.id}
        store.insert(w, {**author, **_columns(submission, findings, reference)})
        stage_history.add(w, id, None, "draft", actor)
    return id


def change(w: Work, row: ApplicationRow, data: Mapping[str, Any]) -> None:
    """Write these fields over the draft's. Raises Invalid."""
    submission = assignments.assign_lodger({**_stored(row), **data}, context.actor())
    submission = assignments.with_branch(submission)
    findings = checks.application(submission, dates.today())
    store.update(w, row.id, _columns(submission, findings, row.reference_number))


def lodge(w: Work, row: ApplicationRow) -> ApplicationRow:
    """Lodge a draft as it is, by its author or a colleague who may see it. Raises Invalid as a submission does."""
    today = dates.today()
    submission = assignments.assign_lodger(_stored(row), context.actor())
    findings = checks.application(submission, today)
    domain.check(submission, findings, today)
    submission = assignments.with_branch(submission)
    parties = existing_parties.fill(w, domain.parties_of(submission, iter(uuid7, None)))
    terms, warnings = domain.terms_of(submission), [finding for finding in findings if not finding.hard]
    columns = {"stage": "inquiry", "draft": None, "search": domain.search_text(row.reference_number, terms, parties)}
    row = store.update(w, row.id, {**domain.columns_of_terms(terms, warnings), **columns})
    submission_parts.distribute(w, row, submission, parties, from_stage="draft")
    return row


def _stored(row: ApplicationRow) -> dict[str, Any]:
    submission: dict[str, Any] = ApplicationShape().load({**(row.draft or {}), **row.terms, "stage": "draft"})
    return submission


def _columns(submission: Mapping[str, Any], findings: Sequence[Finding], reference: str) -> dict[str, Any]:
    terms, parties = domain.terms_of(submission), domain.parties_of(submission, iter(uuid7, None))
    return {
        **domain.columns_of_terms(terms, findings),
        "draft": domain.draft_of(submission),
        "search": domain.search_text(reference, terms, parties),
        "stage": "draft",
    }
