"""Who reacts to what. Whoever loses sight of an application is found before the scope changes, all else after."""

from lendkit.messaging import copies
from lendkit.messaging.consume import Handler, each
from lendkit.web import scope
from notifications.commands import tell as telling
from notifications.commands.tell import tell
from notifications.projections import hints

_user = [scope.keep_actors, copies.project("user")]
_application = copies.project("application")
_record = [hints.application]

HANDLERS: dict[str, list[Handler]] = {
    "auth.user_registered.v1": _user,
    "auth.user_changed.v1": _user,
    "auth.user_deactivated.v1": _user,
    "applications.application_lodged.v1": [scope.keep_scope, _application, hints.application, each(tell)],
    "applications.application_changed.v1": [hints.leavers, scope.keep_scope, _application, hints.application],
    "applications.application_assigned.v1": [
        hints.leavers,
        scope.keep_scope,
        _application,
        hints.application,
        each(tell),
    ],
    "applications.application_deleted.v1": [
        hints.leavers,
        scope.close_scope,
        copies.remove("application"),
        telling.forget_application,
        hints.application,
    ],
    "applications.stage_changed.v1": [
        scope.keep_scope,
        _application,
        telling.forget_stale,
        hints.application,
        each(tell),
    ],
    "applications.stage_stale.v1": [each(tell)],
    "applications.note_added.v1": [hints.application, each(tell)],
    "applications.note_reminder_due.v1": [each(tell)],
    "applications.condition_changed.v1": _record,
    "finance.fee_charged.v1": _record,
    "finance.fee_paid.v1": [hints.application, each(tell)],
    "finance.fee_waived.v1": _record,
    "finance.fee_refunded.v1": _record,
    "finance.loan_opened.v1": _record,
    "finance.loan_changed.v1": _record,
    "finance.loan_discharged.v1": _record,
    "finance.schedule_replaced.v1": _record,
    "finance.instalment_changed.v1": [telling.forget_settled, hints.bulk],
    "finance.payment_received.v1": _record,
    "finance.payment_reversed.v1": _record,
    "finance.journal_posted.v1": [hints.bulk],
    "finance.funding_calculated.v1": _record,
    "finance.repayment_upcoming.v1": [each(tell)],
    "finance.repayment_overdue.v1": [each(tell)],
    "finance.part_refused.v1": [hints.application, each(tell)],
    "documents.document_stored.v1": [hints.application, telling.tell_documents],
    "documents.document_changed.v1": _record,
    "documents.document_deleted.v1": _record,
    "documents.part_refused.v1": [hints.application, each(tell)],
    "notifications.delivery_failed.v1": [each(tell)],
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
    "parties.part_refused.v1": [hints.application, each(tell)],
}
