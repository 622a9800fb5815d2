"""Who reacts to which event."""

from documents.commands import deletion, staged_uploads
from lendkit.messaging import copies
from lendkit.messaging.consume import Handler, each
from lendkit.web import scope

HANDLERS: dict[str, list[Handler]] = {
    "auth.user_registered.v1": [scope.keep_actors],
    "auth.user_changed.v1": [scope.keep_actors],
    "auth.user_deactivated.v1": [scope.keep_actors],
    "applications.application_lodged.v1": [scope.keep_scope],
    "applications.application_changed.v1": [scope.keep_scope],
    "applications.application_assigned.v1": [scope.keep_scope],
    "applications.stage_changed.v1": [scope.keep_scope],
    "applications.application_deleted.v1": [scope.close_scope, each(deletion.delete_with_application)],
    "applications.parts_lodged.v1": [each(staged_uploads.claim)],
    "finance.fee_charged.v1": [copies.project("fee")],
    "finance.fee_paid.v1": [copies.project("fee")],
    "finance.fee_waived.v1": [copies.project("fee")],
    "finance.fee_refunded.v1": [copies.project("fee")],
    "finance.instalment_changed.v1": [copies.project("instalment")],
}
