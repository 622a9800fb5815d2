"""Who reacts to what. Every handler keeps a projection and nothing else, so all of it can be rebuilt."""

from lendkit import copies, scope
from reports.projections import applications, finance

_APPLICATION = [scope.keep_scope, applications.keep, applications.keep_terms]

HANDLERS = {
    "auth.user_registered.v1": [scope.keep_actors],
    "auth.user_changed.v1": [scope.keep_actors],
    "auth.user_deactivated.v1": [scope.keep_actors],
    "parties.bdm_created.v1": [copies.project("bdm")],
    "parties.bdm_changed.v1": [copies.project("bdm")],
    "parties.broker_created.v1": [copies.project("broker")],
    "parties.broker_changed.v1": [copies.project("broker")],
    "parties.branch_created.v1": [copies.project("branch")],
    "parties.branch_changed.v1": [copies.project("branch")],
    "applications.application_lodged.v1": [*_APPLICATION, applications.keep_lodged],
    "applications.application_changed.v1": _APPLICATION,
    "applications.application_assigned.v1": _APPLICATION,
    "applications.stage_changed.v1": [*_APPLICATION, applications.keep_moves],
    "applications.application_deleted.v1": [scope.close_scope, applications.close],
    "finance.loan_opened.v1": [finance.keep_loans],
    "finance.loan_changed.v1": [finance.keep_loans],
    "finance.loan_discharged.v1": [finance.keep_loans],
    "finance.instalment_changed.v1": [finance.keep_instalments],
    "finance.payment_received.v1": [finance.keep_payments],
    "finance.payment_reversed.v1": [finance.keep_payments],
}
