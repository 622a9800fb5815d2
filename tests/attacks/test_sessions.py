"""Signing in and staying in: guessing, stolen cookies, lost answers, and people who may no longer come."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from lendkit.values.identifiers import uuid7

pytestmark = pytest.mark.usefixtures("proved")
PASSWORD = "Wattle-Creek-2741"
Elsewhere = Callable[[], requests.Session]
# One address of each service that everybody who is signed in may ask.
ASKED = (
    "/api/auth/me/",
    "/api/applications/",
    "/api/parties/borrowers/",
    "/api/finance/fees/",
    "/api/documents/",
    "/api/notifications/",
)
REFRESH = "/api/auth/refresh/"


@pytest.fixture
def somebody(sign_in: Callable[[str], Any]) -> dict[str, Any]:
    """A new user whose login nobody else needs."""
    body = {"email": f"u{uuid7().hex}@lend.example", "password": PASSWORD, "name": "Somebody New", "role": "credit"}
    answer = sign_in("admin").post("/api/auth/users/", body)
    assert answer.status_code == 201, answer.text
    return {**body, "id": answer.json()["id"]}


def log_in(stack: dict[str, Any], session: requests.Session, who: dict[str, Any], **other: Any) -> requests.Response:
    body = {"email": who["email"], "password": who["password"], **other}
    return session.post(f"{stack['base_url']}/api/auth/login/", json=body, timeout=10)


def test_guessing_at_one_account_is_slowed_down_and_its_owner_comes_in(
    stack: dict[str, Any], elsewhere: Elsewhere, somebody: dict[str, Any]
) -> None:
    thief, owner = elsewhere(), elsewhere()
    answers = [log_in(stack, thief, somebody, password=f"not this one {n}") for n in range(12)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 7
    assert int(answers[-1].headers["Retry-After"]) >= 25
    assert log_in(stack, thief, somebody).status_code == 429, "the right one too, so that nobody learns it"
    assert log_in(stack, owner, somebody).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP"])
def test_nobody_starts_anew_by_calling_himself_another(
    stack: dict[str, Any], elsewhere: Elsewhere, somebody: dict[str, Any], header: str
) -> None:
    thief = elsewhere()
    seen = []
    for n in range(7):
        thief.headers[header] = f"for=10.0.0.{n}" if header == "Forwarded" else f"10.0.0.{n}"
        seen.append(log_in(stack, thief, somebody, password="not this one").status_code)
    assert seen == [401] * 5 + [429] * 2


def test_nobody_starts_anew_by_writing_the_address_another_way(
    stack: dict[str, Any], elsewhere: Elsewhere, somebody: dict[str, Any]
) -> None:
    """Wide letters, capitals and blanks are the same account, so they are the same tries."""
    name, thief = somebody["email"], elsewhere()
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in name.split("@")[0])
    ways = [name, name.upper(), f" {name} ", f"{wide}@lend.example", name.title(), name.swapcase(), name.capitalize()]
    assert log_in(stack, elsewhere(), somebody, email=ways[3]).status_code == 200
    seen = [log_in(stack, thief, somebody, email=way, password="not this one").status_code for way in ways]
    assert seen == [401] * 5 + [429] * 2


def test_one_address_tries_many_accounts(stack: dict[str, Any], elsewhere: Elsewhere, somebody: dict[str, Any]) -> None:
    thief = elsewhere()

    def attempt(number: int) -> int:
        return log_in(stack, thief, {"email": f"nobody{number}@lend.example", "password": PASSWORD}).status_code

    with ThreadPoolExecutor(8) as pool:  # faster than the limit, also where the machine is busy
        statuses = list(pool.map(attempt, range(140)))
    assert set(statuses) == {401, 429}
    assert 429 in statuses[-8:]
    assert log_in(stack, elsewhere(), somebody).status_code == 200


def test_a_user_who_was_deactivated_is_out_everywhere_within_seconds(
    stack: dict[str, Any],
    elsewhere: Elsewhere,
    sign_in: Callable[[str], Any],
    somebody: dict[str, Any],
    eventually: Callable[..., Any],
) -> None:
    browser = elsewhere()
    access = log_in(stack, browser, somebody).json()["access"]
    browser.headers["Authorization"] = f"Bearer {access}"

    def seen() -> set[int]:
        return {browser.get(stack["base_url"] + path, timeout=10).status_code for path in ASKED}

    assert seen() == {200}
    changed = sign_in("admin").patch(f"/api/auth/users/{somebody['id']}/", {"active": False})
    assert changed.status_code == 200
    assert browser.get(f"{stack['base_url']}/api/auth/me/", timeout=10).status_code == 401, "where it was done, at once"
    eventually(lambda: seen() == {401})
    assert browser.post(stack["base_url"] + REFRESH, timeout=10).json() == {"authenticated": False}
    assert log_in(stack, elsewhere(), somebody).status_code == 401


def refreshed(stack: dict[str, Any], browser: requests.Session, cookie: str | None = None) -> Any:
    """The answer's body and the cookie that came with it; `cookie` is shown instead of the browser's own."""
    if cookie is not None:
        browser.cookies.clear()
        browser.cookies.set("refresh", cookie, domain="127.0.0.1", path="/api/auth/")
    answer = browser.post(stack["base_url"] + REFRESH, timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json(), answer.cookies.get("refresh")


def test_two_tabs_at_the_same_moment_stay_in(
    stack: dict[str, Any], elsewhere: Elsewhere, somebody: dict[str, Any]
) -> None:
    browser = elsewhere()
    log_in(stack, browser, somebody)
    first = browser.cookies.get("refresh")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: refreshed(stack, elsewhere(), first), range(8)))
    assert all(body["authenticated"] for body, _ in answers)
    assert len({cookie for _, cookie in answers}) == 1, "all of them have the same successor"
    assert refreshed(stack, browser, answers[0][1])[0]["authenticated"]


def test_a_lost_answer_is_asked_for_again(
    stack: dict[str, Any], elsewhere: Elsewhere, somebody: dict[str, Any]
) -> None:
    browser = elsewhere()
    log_in(stack, browser, somebody)
    first = browser.cookies.get("refresh")
    _, lost = refreshed(stack, browser, first)
    body, second = refreshed(stack, browser, first)
    assert body["authenticated"] and second == lost
    assert refreshed(stack, browser, second)[0]["authenticated"]
    # Whoever has come as far as the second has had the answer: the first one again is a copy in other hands.
    assert refreshed(stack, elsewhere(), first)[0] == {"authenticated": False}


@pytest.mark.slow
def test_a_copy_that_is_shown_after_ten_seconds_ends_it_for_both(
    stack: dict[str, Any], elsewhere: Elsewhere, somebody: dict[str, Any]
) -> None:
    owner, thief = elsewhere(), elsewhere()
    log_in(stack, owner, somebody)
    stolen = owner.cookies.get("refresh")
    _, following = refreshed(stack, owner, stolen)
    time.sleep(10.5)  # what is promised is a time
    assert refreshed(stack, thief, stolen)[0] == {"authenticated": False}
    assert refreshed(stack, owner, following)[0] == {"authenticated": False}
    assert log_in(stack, elsewhere(), somebody).status_code == 200


def test_another_sites_page_cannot_use_the_session(
    stack: dict[str, Any], elsewhere: Elsewhere, somebody: dict[str, Any]
) -> None:
    browser = elsewhere()
    log_in(stack, browser, somebody)
    for path in (REFRESH, "/api/auth/logout/"):
        for origin in ("https://evil.example", "null", f"{stack['base_url']}.evil.example", "http://127.0.0.1"):
            answer = browser.post(stack["base_url"] + path, headers={"Origin": origin}, timeout=10)
            assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin"), origin
            assert "Access-Control-Allow-Origin" not in answer.headers
    assert refreshed(stack, browser)[0]["authenticated"]
    assert "SameSite=Strict" in log_in(stack, browser, somebody).headers["Set-Cookie"]


def forged(stack: dict[str, Any], access: str, cookie: str) -> dict[str, str]:
    """Tokens that look like the good one."""
    head, claims, signature = access.split(".")
    key = requests.get(f"{stack['base_url']}/api/auth/.well-known/jwks.json", timeout=10).json()["keys"][0]
    raised = json.loads(base64.urlsafe_b64decode(claims + "==")) | {"role": "admin"}
    admin = encoded(raised)
    hs256 = f"{encoded({'alg': 'HS256', 'typ': 'at+jwt', 'kid': key['kid']})}.{admin}"
    public = base64.urlsafe_b64decode(key["x"] + "==")
    mac = base64.urlsafe_b64encode(hmac.digest(public, hs256.encode(), hashlib.sha256)).rstrip(b"=").decode()
    none = {"alg": "none", "typ": "at+jwt", "kid": key["kid"]}
    return {
        "raised": f"{head}.{admin}.{signature}",
        "unsigned": f"{encoded(none)}.{admin}.",
        "signed with the public key": f"{hs256}.{mac}",
        "a refresh token": cookie,
        "cut off": access[:-4],
        "twice": f"{access}.{access}",
    }


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("path", [*ASKED, "/api/reports/application-status/"])
def test_no_service_believes_a_forged_token(
    stack: dict[str, Any], elsewhere: Elsewhere, somebody: dict[str, Any], path: str
) -> None:
    browser = elsewhere()
    access = log_in(stack, browser, somebody).json()["access"]
    good = browser.get(stack["base_url"] + path, headers={"Authorization": f"Bearer {access}"}, timeout=10)
    assert good.status_code == 200
    for what, token in forged(stack, access, str(browser.cookies.get("refresh"))).items():
        answer = browser.get(stack["base_url"] + path, headers={"Authorization": f"Bearer {token}"}, timeout=10)
        assert answer.status_code == 401, what
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_partners_token_opens_nothing_of_a_users(stack: dict[str, Any], elsewhere: Elsewhere) -> None:
    partner, client = elsewhere(), stack["api_client"]
    form = {"grant_type": "client_credentials", "client_id": client["id"], "client_secret": client["secret"]}
    granted = partner.post(f"{stack['base_url']}/api/auth/token/", data=form, timeout=10)
    assert granted.status_code == 200
    partner.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
    for path in (*ASKED, "/api/auth/users/", "/api/reports/application-status/"):
        assert partner.get(stack["base_url"] + path, timeout=10).status_code == 403, path
    assert partner.get(f"{stack['base_url']}/internal/auth/users/{uuid7()}/", timeout=10).status_code == 404
