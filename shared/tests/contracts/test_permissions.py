"""The permission matrix reads like the table of the mission, and what it does not know it refuses."""

import pytest

from lendkit.contracts.permissions import MATRIX, ROLES, allowed, of_role

#                          admin  bd     credit accounts broker client
TABLE = {
    "applications.read": (True, True, True, True, True, True),
    "applications.lodge": (True, True, False, False, True, True),
    "applications.edit": (True, True, False, False, True, True),
    "applications.move": (True, True, True, False, True, True),
    "parties.write": (True, True, False, False, False, False),
    "parties.manage": (True, False, False, False, False, False),
    "parties.commission": (True, False, False, True, False, False),
    "users.admin": (True, False, False, False, False, False),
    "notifications.own": (True, True, True, True, True, True),
    "notes.write": (True, True, True, True, True, False),
}


@pytest.mark.parametrize("permission", TABLE)
def test_who_may(permission: str) -> None:
    order = ("admin", "bd", "credit", "accounts", "broker", "client")
    assert {role: allowed(role, permission) for role in order} == dict(zip(order, TABLE[permission], strict=True))


def test_admin_may_do_everything() -> None:
    assert of_role("admin") == sorted(MATRIX)


@pytest.mark.parametrize("role", ["", "Admin", "superuser", "system", "service", "lend"])
def test_an_unknown_role_may_do_nothing(role: str) -> None:
    assert of_role(role) == []


@pytest.mark.parametrize("role", ROLES)
def test_an_unknown_permission_is_refused(role: str) -> None:
    assert not allowed(role, "applications.everything")


def test_the_matrix_names_only_roles_there_are() -> None:
    assert set().union(*MATRIX.values()) == set(ROLES)
