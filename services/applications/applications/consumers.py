"""Who reacts to what."""

from applications.commands import provisioning
from lendkit import copies, scope
from lendkit.consume import each

HANDLERS = {
    "auth.user_registered.v1": [scope.keep_actors],
    "auth.user_changed.v1": [scope.keep_actors],
    "auth.user_deactivated.v1": [scope.keep_actors],
    "parties.person_created.v1": [copies.project("person"), provisioning.confirm],
    "parties.person_changed.v1": [copies.project("person"), provisioning.confirm],
    "parties.company_created.v1": [copies.project("company"), provisioning.confirm],
    "parties.company_changed.v1": [copies.project("company"), provisioning.confirm],
    "parties.broker_created.v1": [copies.project("broker")],
    "parties.broker_changed.v1": [copies.project("broker")],
    "parties.bdm_created.v1": [copies.project("bdm")],
    "parties.bdm_changed.v1": [copies.project("bdm")],
    "parties.branch_created.v1": [copies.project("branch")],
    "parties.branch_changed.v1": [copies.project("branch")],
    "parties.part_refused.v1": [each(provisioning.refuse)],
}
