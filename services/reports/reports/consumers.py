"""The handlers of each event. Each keeps a projection and nothing else, so everything here can be rebuilt."""

from lendkit.messaging import copies
from lendkit.web import scope
from reports.projections import applications, finance, totals

_APPLICATION = [scope.keep_scope, applications.keep, applications.keep_terms, totals.refresh]

HANDLERS = {
    "auth.user_registered.v1": [scope.keep_actors],
    "auth.user_changed.v1": [scope.keep_actors],
    "auth.user_deactivated.v1": [scope.keep_actors],
    "parties.bdm_created.v1": [copies.project("bdm"), totals.names_changed],
    "parties.bdm_changed.v1": [copies.project("bdm"), totals.names_changed],
    "parties.broker_created.v1": [copies.project("broker"), totals.names_changed],
    "parties.broker_changed.v1": [copies.project("broker"), totals.names_changed],
    "parties.branch_created.v1": [copies.project("branch"), totals.names_changed],
    "parties.branch_changed.v1": [copies.project("branch"), totals.names_changed],
    "applications.application_lodged.v1": [applications.keep_lodged, *_APPLICATION],
    "applications.application_changed.v1": _APPLICATION,
    "applications.application_assigned.v1": _APPLICATION,
    "applications.stage_changed.v1": [applications.keep_moves, *_APPLICATION],
    "applications.application_deleted.v1": [scope.close_scope, applications.close, totals.refresh],
    "finance.loan_opened.v1": [finance.keep_loans, totals.refresh],
    "finance.loan_changed.v1": [finance.keep_loans, totals.refresh],
    "finance.loan_discharged.v1": [finance.keep_loans, totals.refresh],
    "finance.instalment_changed.v1": [finance.keep_instalments, totals.refresh],
    "finance.payment_received.v1": [finance.keep_payments, totals.refresh],
    "finance.payment_reversed.v1": [finance.keep_payments, totals.refresh],
}
