"""The one submit: accepted whole or refused whole, with everything it starts in the same transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from applications.commands import assignments, drafts, existing_parties, submission_parts
from applications.domain import submission as domain
from applications.store import applications as store
from lendkit.contracts import checks
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.identifiers import uuid7


def create(submission: Mapping[str, Any]) -> UUID:
    """Lodge it, or keep it as a draft. Raises Invalid naming every field that is wrong; then nothing was written."""
    actor, today = context.actor(), dates.today()
    submission = assignments.assign_lodger(submission, actor)
    findings = checks.application(submission, today)
    if submission["stage"] == "draft":
        return drafts.create(submission, findings)
    domain.check(submission, findings, today)
    submission = assignments.with_branch(submission)
    terms, warnings = domain.terms_of(submission), [finding for finding in findings if not finding.hard]
    with work() as w:
        parties = existing_parties.fill(w, domain.parties_of(submission, iter(uuid7, None)))
        reference = store.next_reference(w, today.year)
        columns = {
            "id": uuid7(),
            "reference_number": reference,
            "stage": "inquiry",
            "author": actor.as_ref(),
            "author_id": actor.id,
            "draft": None,
            "search": domain.search_text(reference, terms, parties),
            **domain.columns_of_terms(terms, warnings),
        }
        row = store.insert(w, columns)
        submission_parts.distribute(w, row, submission, parties, from_stage=None)
        return row.id
