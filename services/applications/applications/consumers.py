"""Which command handles which event."""

from applications.commands import provisioning, settlement, signed_forms
from lendkit.messaging import copies
from lendkit.messaging.consume import each
from lendkit.web import scope

_PARTY = {"person": copies.project("person"), "company": copies.project("company")}
_DOCUMENT = [copies.project("document"), provisioning.confirm("documents"), signed_forms.copy_to_terms]

HANDLERS = {
    "auth.user_registered.v1": [scope.keep_actors],
    "auth.user_changed.v1": [scope.keep_actors],
    "auth.user_deactivated.v1": [scope.keep_actors],
    "parties.person_created.v1": [_PARTY["person"], provisioning.confirm_parties],
    "parties.person_changed.v1": [_PARTY["person"], provisioning.confirm_parties],
    "parties.person_erased.v1": [copies.remove("person")],
    "parties.company_erased.v1": [copies.remove("company")],
    "parties.company_created.v1": [_PARTY["company"], provisioning.confirm_parties],
    "parties.company_changed.v1": [_PARTY["company"], provisioning.confirm_parties],
    "parties.broker_created.v1": [copies.project("broker")],
    "parties.broker_changed.v1": [copies.project("broker")],
    "parties.bdm_created.v1": [copies.project("bdm")],
    "parties.bdm_changed.v1": [copies.project("bdm")],
    "parties.branch_created.v1": [copies.project("branch")],
    "parties.branch_changed.v1": [copies.project("branch")],
    "parties.part_refused.v1": [each(provisioning.refuse)],
    "finance.fee_charged.v1": [copies.project("fee"), provisioning.confirm("finance")],
    "finance.fee_paid.v1": [copies.project("fee")],
    "finance.fee_waived.v1": [copies.project("fee")],
    "finance.fee_refunded.v1": [copies.project("fee")],
    "finance.funding_calculated.v1": [copies.project("funding")],
    "finance.loan_opened.v1": [copies.project("loan"), each(settlement.loan_opened)],
    "finance.loan_changed.v1": [copies.project("loan")],
    "finance.loan_discharged.v1": [copies.project("loan"), each(settlement.loan_discharged)],
    "finance.schedule_replaced.v1": [copies.project("schedule")],
    "finance.instalment_changed.v1": [copies.project("instalment")],
    "finance.payment_received.v1": [copies.project("payment")],
    "finance.payment_reversed.v1": [copies.project("payment")],
    "finance.journal_posted.v1": [copies.project("journal")],
    "finance.part_refused.v1": [each(provisioning.refuse)],
    "documents.document_stored.v1": _DOCUMENT,
    "documents.document_changed.v1": [copies.project("document"), signed_forms.copy_to_terms],
    "documents.document_deleted.v1": [copies.remove("document"), signed_forms.copy_to_terms],
    "documents.part_refused.v1": [each(provisioning.refuse)],
}
