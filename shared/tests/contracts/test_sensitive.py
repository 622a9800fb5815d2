"""Sensitive fields leave a part before it is stored or sent, and a mask stays in their place."""

import copy

from lendkit.contracts.parties import split_sensitive

ACCOUNT = {"bsb": "062-000", "account_number": "60427894", "account_name": "Tom Zhang"}


def test_a_persons_tax_id_and_account_are_taken_out() -> None:
    person = {"first_name": "Tom", "tax_id": "123456782", "bank_account": ACCOUNT}
    public, secret = split_sensitive(person)
    assert secret == {"tax_id": "123456782", "bank_account": ACCOUNT}
    assert public["bank_account"] == {"bsb": "xxx-xxx", "account_number": "xxxx7894", "account_name": "Tom Zhang"}
    assert public["first_name"] == "Tom"
    assert "123456782" not in str(public) and "60427894" not in str(public) and "062-000" not in str(public)


def test_a_brokers_commission_account_is_taken_out() -> None:
    public, secret = split_sensitive({"name": "Grace Nguyen", "commission_account": ACCOUNT})
    assert secret == {"commission_account": ACCOUNT}
    assert public["commission_account"]["account_number"] == "xxxx7894"


def test_what_is_not_there_is_not_masked() -> None:
    person = {"first_name": "Mei", "tax_id": None, "bank_account": None}
    assert split_sensitive(person) == (person, {})
    assert split_sensitive({}) == ({}, {})


def test_the_part_itself_is_left_as_it_was() -> None:
    person = {"tax_id": "123456782", "bank_account": dict(ACCOUNT)}
    before = copy.deepcopy(person)
    split_sensitive(person)
    assert person == before
