"""Sealed in transit for one reader, encrypted at rest under keys that rotate."""

import pytest
from cryptography.fernet import Fernet, InvalidToken

from lendkit.values import sealed

SECRET = {"tax_id": "123456782", "bank_account": {"bsb": "062-000", "account_name": "Noah García"}}


def test_only_the_holder_of_the_private_key_reads_it() -> None:
    private, public = sealed.new_pair()
    text = sealed.seal(public, SECRET)
    assert "123456782" not in text
    assert sealed.unseal(private, text) == SECRET


def test_the_same_secret_never_looks_the_same_twice() -> None:
    _, public = sealed.new_pair()
    assert sealed.seal(public, SECRET) != sealed.seal(public, SECRET)


def test_another_key_reads_nothing() -> None:
    _, public = sealed.new_pair()
    other, _ = sealed.new_pair()
    with pytest.raises(ValueError):
        sealed.unseal(other, sealed.seal(public, SECRET))


@pytest.mark.parametrize("text", ["", "AAAA", "not base64", "é", "=" * 8])
def test_what_was_never_sealed_is_a_value_error(text: str) -> None:
    private, _ = sealed.new_pair()
    with pytest.raises(ValueError):
        sealed.unseal(private, text)


def test_one_changed_character_spoils_it() -> None:
    private, public = sealed.new_pair()
    text = sealed.seal(public, SECRET)
    with pytest.raises(ValueError):
        sealed.unseal(private, ("B" if text[0] == "A" else "A") + text[1:])


def test_at_rest_it_comes_back_as_it_went_in() -> None:
    cipher = sealed.FieldCipher([Fernet.generate_key().decode()])
    token = cipher.encrypt(SECRET)
    assert b"123456782" not in token
    assert cipher.decrypt(token) == SECRET


def test_a_new_key_in_front_reads_the_old_and_rotates_to_itself() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    token = sealed.FieldCipher([old]).encrypt(SECRET)
    rotated = sealed.FieldCipher([new, old]).rotate(token)
    assert sealed.FieldCipher([new]).decrypt(rotated) == SECRET
    with pytest.raises(InvalidToken):
        sealed.FieldCipher([new]).decrypt(token)
