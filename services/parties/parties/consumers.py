"""Which command handles which event."""

from lendkit.messaging.consume import each
from lendkit.web import scope
from parties.commands import submitted_parties

HANDLERS = {
    "auth.user_registered.v1": [scope.keep_actors],
    "auth.user_changed.v1": [scope.keep_actors],
    "auth.user_deactivated.v1": [scope.keep_actors],
    "applications.application_lodged.v1": [scope.keep_scope, each(submitted_parties.link)],
    "applications.application_changed.v1": [scope.keep_scope, each(submitted_parties.link)],
    "applications.application_assigned.v1": [scope.keep_scope, each(submitted_parties.link)],
    "applications.application_deleted.v1": [scope.close_scope, each(submitted_parties.erase)],
    "applications.parts_lodged.v1": [each(submitted_parties.create)],
}
