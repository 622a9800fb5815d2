"""Who reacts to what. Every handler keeps a projection and nothing else, so all of it can be rebuilt."""

from lendkit.messaging import copies
from lendkit.web import scope
from reports.projections import applications, figures, finance

_APPLICATION = [scope.keep_scope, applications.keep, applications.keep_terms, figures.keep]

HANDLERS = {
    "auth.user_registered.v1": [scope.keep_actors],
    "auth.user_changed.v1": [scope.keep_actors],
    "auth.user_deactivated.v1": [scope.keep_actors],
    "parties.bdm_created.v1": [copies.project("bdm"), figures.rename],
    "parties.bdm_changed.v1": [copies.project("bdm"), figures.rename],
    "parties.broker_created.v1": [copies.project("broker"), figures.rename],
    "parties.broker_changed.v1": [copies.project("broker"), figures.rename],
    "parties.branch_created.v1": [copies.project("branch"), figures.rename],
    "parties.branch_changed.v1": [copies.project("branch"), figures.rename],
    "applications.application_lodged.v1": [applications.keep_lodged, *_APPLICATION],
    "applications.application_changed.v1": _APPLICATION,
    "applications.application_assigned.v1": _APPLICATION,
    "applications.stage_changed.v1": [applications.keep_moves, *_APPLICATION],
    "applications.application_deleted.v1": [scope.close_scope, applications.close, figures.keep],
    "finance.loan_opened.v1": [finance.keep_loans, figures.keep],
    "finance.loan_changed.v1": [finance.keep_loans, figures.keep],
    "finance.loan_discharged.v1": [finance.keep_loans, figures.keep],
    "finance.instalment_changed.v1": [finance.keep_instalments, figures.keep],
    "finance.payment_received.v1": [finance.keep_payments, figures.keep],
    "finance.payment_reversed.v1": [finance.keep_payments, figures.keep],
}
