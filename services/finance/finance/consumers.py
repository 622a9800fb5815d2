"""Which handlers react to which events."""

from finance.commands import fees, subledger
from lendkit.messaging import copies
from lendkit.messaging.consume import each
from lendkit.web import scope

HANDLERS = {
    "auth.user_registered.v1": [scope.keep_actors],
    "auth.user_changed.v1": [scope.keep_actors],
    "auth.user_deactivated.v1": [scope.keep_actors],
    "applications.application_lodged.v1": [scope.keep_scope],
    "applications.application_changed.v1": [scope.keep_scope],
    "applications.application_assigned.v1": [scope.keep_scope],
    "applications.stage_changed.v1": [scope.keep_scope],
    "applications.application_deleted.v1": [scope.close_scope, each(subledger.application_deleted)],
    "applications.parts_lodged.v1": [each(fees.charge_lodged)],
    "documents.document_stored.v1": [copies.project("document")],
    "documents.document_changed.v1": [copies.project("document")],
    "documents.document_deleted.v1": [copies.remove("document")],
}
