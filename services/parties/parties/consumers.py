"""Who reacts to what."""

from lendkit.messaging.consume import each
from lendkit.web import scope
from parties.commands import lodged

HANDLERS = {
    "auth.user_registered.v1": [scope.keep_actors],
    "auth.user_changed.v1": [scope.keep_actors],
    "auth.user_deactivated.v1": [scope.keep_actors],
    "applications.application_lodged.v1": [scope.keep_scope, each(lodged.note)],
    "applications.application_changed.v1": [scope.keep_scope, each(lodged.note)],
    "applications.application_assigned.v1": [scope.keep_scope, each(lodged.note)],
    "applications.application_deleted.v1": [scope.close_scope, each(lodged.close)],
    "applications.parts_lodged.v1": [each(lodged.take)],
}
