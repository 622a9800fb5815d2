"""How one service asks another: with a token of its own, short timeouts, and never through a proxy."""

import json
import time
from typing import Any, Final

import requests
import stamina

from lendkit.runtime import context
from lendkit.runtime.runtime import RUNTIME
from lendkit.runtime.settings import Settings
from lendkit.values.errors import NotFound, Unavailable
from lendkit.values.plain import plain

TIMEOUT: Final = (1, 3)
COMMAND_TIMEOUT: Final = (1, 10)
REFUSALS: Final = frozenset({409, 412, 422})
RENEW_AFTER_FAILURE_SECONDS: Final = 30.0


def request(method: str, url: str, timeout: tuple[int, int] = TIMEOUT, **kwargs: Any) -> requests.Response:
    """Straight to the other service: the proxies of this machine's environment are for others."""
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, url, timeout=timeout, allow_redirects=False, **kwargs)


class ServiceClients(dict[str, "ServiceClient"]):
    """This process's clients, by owner: each keeps its token from one call to the next."""


def of(owner: str) -> "ServiceClient":
    """This process's client of another service."""
    settings, clients = Settings.current(), RUNTIME.part(ServiceClients, ServiceClients)
    if owner not in clients or clients[owner].settings is not settings:
        clients[owner] = ServiceClient(settings, owner)
    return clients[owner]


class ServiceClient:
    """Calls to one other service, with a service token and short timeouts."""

    def __init__(self, settings: Settings, owner: str) -> None:
        self.settings = settings
        self._owner = owner
        self._token = ""
        self._renew_at = self._ends_at = 0.0

    def get(self, path: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """The JSON answer, with few retries; raises NotFound for 404 and Unavailable for everything that may heal."""
        try:
            return self._get(path, params)
        except requests.RequestException as exc:
            raise self._unavailable() from exc

    def post(self, path: str, body: dict[str, Any], *, retry: bool = False) -> tuple[int, dict[str, Any]]:
        """(status, JSON answer): done, or a refusal with its reasons (409, 412, 422), which is an answer too.

        Sent once, because the owner may have acted although its answer was lost: `retry` only where the call is
        idempotent. Raises NotFound for 404 and Unavailable when the owner cannot be reached or fails.
        """
        try:
            return self._post_again(path, body) if retry else self._post(path, body)
        except requests.RequestException as exc:
            raise self._unavailable() from exc

    def lines(self, path: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        """The objects of an NDJSON answer; raises as `get` does."""
        try:
            answer = self._answer("GET", path, COMMAND_TIMEOUT, params=params)
            return [json.loads(line) for line in answer.content.splitlines()]
        except (requests.RequestException, ValueError) as exc:
            raise self._unavailable() from exc

    @stamina.retry(on=requests.RequestException, attempts=2, wait_initial=0.1, wait_max=0.3, timeout=2.5)
    def _get(self, path: str, params: dict[str, Any] | None) -> dict[str, Any]:
        return _object(self._answer("GET", path, TIMEOUT, params=params))

    def _post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        answer = self._answer("POST", path, COMMAND_TIMEOUT, json=plain(body))
        return answer.status_code, _object(answer) if answer.content else {}

    @stamina.retry(on=requests.RequestException, attempts=2, wait_initial=0.1, wait_max=0.3)
    def _post_again(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return self._post(path, body)

    def _answer(self, method: str, path: str, timeout: tuple[int, int], **kwargs: Any) -> requests.Response:
        answer = self._send(method, path, timeout, **kwargs)
        if answer.status_code == 401:
            self._renew_at = self._ends_at = 0.0
            answer = self._send(method, path, timeout, **kwargs)
        if answer.status_code == 404:
            raise NotFound()
        if not (method == "POST" and answer.status_code in REFUSALS):
            answer.raise_for_status()
        return answer

    def _send(self, method: str, path: str, timeout: tuple[int, int], **kwargs: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self._bearer()}", "X-Request-Id": context.request_id() or ""}
        return request(method, f"{self.settings.url_of(self._owner)}{path}", timeout, headers=headers, **kwargs)

    def _unavailable(self) -> Unavailable:
        return Unavailable(f"{self._owner.title()} is temporarily unavailable. Try again shortly.")

    def _bearer(self) -> str:
        """Renewed at half of its life; while auth cannot be reached the old token is used until it expires."""
        now = time.monotonic()
        if now >= self._renew_at:
            try:
                self._renew()
            except requests.RequestException:
                if now >= self._ends_at:
                    raise
                self._renew_at = now + RENEW_AFTER_FAILURE_SECONDS
        return self._token

    def _renew(self) -> None:
        body = {
            "grant_type": "client_credentials",
            "client_id": self.settings.service,
            "client_secret": self.settings.client_secret,
        }
        answer = request("POST", f"{self.settings.url_of('auth')}/api/auth/token/", data=body)
        answer.raise_for_status()
        granted = answer.json()
        self._token = str(granted["access_token"])
        life = float(granted["expires_in"])
        self._renew_at, self._ends_at = time.monotonic() + life / 2, time.monotonic() + life


def _object(answer: requests.Response) -> dict[str, Any]:
    body = answer.json()
    if not isinstance(body, dict):
        raise requests.RequestException("not an object")
    return body
