"""Who reacts to which event. Those who lose access to an application are found before its scope changes."""

from lendkit.messaging import copies
from lendkit.messaging.consume import Handler, each
from lendkit.web import scope
from notifications.commands import deferred, notifications
from notifications.commands.notify import notify, notify_documents
from notifications.projections import hints

_user: list[Handler] = [scope.keep_actors, copies.project("user")]
_application = copies.project("application")
_hint: list[Handler] = [hints.application]

HANDLERS: dict[str, list[Handler]] = {
    "auth.user_registered.v1": _user,
    "auth.user_changed.v1": _user,
    "auth.user_deactivated.v1": _user,
    "applications.application_lodged.v1": [scope.keep_scope, _application, hints.application, each(notify)],
    "applications.application_changed.v1": [hints.access_lost, scope.keep_scope, _application, hints.application],
    "applications.application_assigned.v1": [
        hints.access_lost,
        scope.keep_scope,
        _application,
        hints.application,
        each(notify),
    ],
    "applications.application_deleted.v1": [
        hints.access_lost,
        scope.close_scope,
        copies.remove("application"),
        notifications.delete_of_application,
        hints.application,
    ],
    "applications.stage_changed.v1": [
        scope.keep_scope,
        _application,
        deferred.cancel_stalled,
        hints.application,
        each(notify),
    ],
    "applications.stage_stale.v1": [each(notify)],
    "applications.note_added.v1": [hints.application, each(notify)],
    "applications.note_reminder_due.v1": [each(notify)],
    "applications.condition_changed.v1": _hint,
    "finance.fee_charged.v1": _hint,
    "finance.fee_paid.v1": [hints.application, each(notify)],
    "finance.fee_waived.v1": _hint,
    "finance.fee_refunded.v1": _hint,
    "finance.loan_opened.v1": _hint,
    "finance.loan_changed.v1": _hint,
    "finance.loan_discharged.v1": _hint,
    "finance.schedule_replaced.v1": _hint,
    "finance.instalment_changed.v1": [deferred.cancel_settled, hints.latest_per_application],
    "finance.payment_received.v1": _hint,
    "finance.payment_reversed.v1": _hint,
    "finance.journal_posted.v1": [hints.latest_per_application],
    "finance.funding_calculated.v1": _hint,
    "finance.repayment_upcoming.v1": [each(notify)],
    "finance.repayment_overdue.v1": [each(notify)],
    "finance.part_refused.v1": [hints.application, each(notify)],
    "documents.document_stored.v1": [hints.application, notify_documents],
    "documents.document_changed.v1": _hint,
    "documents.document_deleted.v1": _hint,
    "documents.part_refused.v1": [hints.application, each(notify)],
    "notifications.delivery_failed.v1": [each(notify)],
    "parties.broker_created.v1": [copies.project("broker"), hints.directory],
    "parties.broker_changed.v1": [copies.project("broker"), hints.directory],
    "parties.bdm_created.v1": [copies.project("bdm"), hints.directory],
    "parties.bdm_changed.v1": [copies.project("bdm"), hints.directory],
    "parties.branch_created.v1": [hints.directory],
    "parties.branch_changed.v1": [hints.directory],
    "parties.person_created.v1": [copies.project("person"), hints.party],
    "parties.person_changed.v1": [copies.project("person"), hints.party],
    "parties.person_erased.v1": [copies.remove("person")],
    "parties.company_erased.v1": [copies.remove("company")],
    "parties.company_created.v1": [copies.project("company"), hints.party],
    "parties.company_changed.v1": [copies.project("company"), hints.party],
    "parties.part_refused.v1": [hints.application, each(notify)],
}
