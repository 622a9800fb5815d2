"""Who reacts to what. Whoever loses sight of an application is found before the scope changes, all else after."""

from lendkit import scope
from lendkit.consume import each
from notifications.commands.tell import tell
from notifications.projections import hints

HANDLERS = {
    "auth.user_registered.v1": [scope.keep_actors],
    "auth.user_changed.v1": [scope.keep_actors],
    "auth.user_deactivated.v1": [scope.keep_actors],
    "applications.application_lodged.v1": [scope.keep_scope, hints.application, each(tell)],
    "applications.application_changed.v1": [hints.leavers, scope.keep_scope, hints.application],
    "applications.application_assigned.v1": [hints.leavers, scope.keep_scope, hints.application, each(tell)],
    "applications.application_deleted.v1": [hints.leavers, scope.close_scope, hints.application],
    "applications.stage_changed.v1": [hints.application, each(tell)],
    "applications.note_added.v1": [hints.application],
    "parties.broker_created.v1": [hints.directory],
    "parties.broker_changed.v1": [hints.directory],
    "parties.bdm_created.v1": [hints.directory],
    "parties.bdm_changed.v1": [hints.directory],
    "parties.branch_created.v1": [hints.directory],
    "parties.branch_changed.v1": [hints.directory],
    "parties.person_created.v1": [hints.party],
    "parties.person_changed.v1": [hints.party],
    "parties.company_created.v1": [hints.party],
    "parties.company_changed.v1": [hints.party],
}
