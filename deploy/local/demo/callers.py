"""The demo's users, signed in through the gateway; usable from several threads."""

import threading
import time
from collections.abc import Mapping
from typing import Any

import requests

TRIES = 6
TIMEOUT = 30


class Caller:
    """One user. 503, 429 and a lost connection are retried under the same key, so a retry has no second effect."""

    def __init__(self, base_url: str, email: str, password: str) -> None:
        self.base_url = base_url
        self._login = {"email": email, "password": password}
        self._token = ""
        self._lock = threading.Lock()
        self._local = threading.local()

    def get(self, path: str) -> requests.Response:
        return self._call("GET", path)

    def post(self, path: str, body: Mapping[str, Any], key: str) -> requests.Response:
        return self._call("POST", path, json=body, headers={"Idempotency-Key": key})

    def patch(self, path: str, body: Mapping[str, Any]) -> requests.Response:
        return self._call("PATCH", path, json=body)

    def upload(self, fields: Mapping[str, str], name: str, content: bytes, key: str) -> requests.Response:
        files = {"file": (name, content, "application/pdf")}
        return self._call("POST", "/api/documents/", data=fields, files=files, headers={"Idempotency-Key": key})

    def _call(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        headers = kwargs.pop("headers", {})
        for attempt in range(TRIES):
            token = self._token or self._sign_in("")
            sent = {**headers, "Authorization": f"Bearer {token}"}
            try:
                answer = self._session().request(method, self.base_url + path, headers=sent, timeout=TIMEOUT, **kwargs)
            except requests.RequestException:
                if attempt + 1 == TRIES:
                    raise
                time.sleep(attempt + 1)
                continue
            if answer.status_code == 401:
                self._sign_in(token)
            elif answer.status_code in (429, 502, 503, 504):
                time.sleep(float(answer.headers.get("Retry-After", "1")))
            else:
                break
        return answer

    def _sign_in(self, old: str) -> str:
        """A new token in the place of the old one, once however many threads miss it."""
        with self._lock:
            if self._token == old:
                answer = self._session().post(f"{self.base_url}/api/auth/login/", json=self._login, timeout=TIMEOUT)
                answer.raise_for_status()
                self._token = str(answer.json()["access"])
            return self._token

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False
        session: requests.Session = self._local.session
        return session


class Callers:
    """By e-mail address and by role, from the stack file."""

    def __init__(self, stack: Mapping[str, Any]) -> None:
        callers = {user["email"]: Caller(stack["base_url"], user["email"], user["password"]) for user in stack["users"]}
        self.by_email: dict[str, Caller] = callers
        self._first: dict[str, Caller] = {}
        for user in stack["users"]:
            self._first.setdefault(user["role"], callers[user["email"]])

    def first(self, role: str) -> Caller:
        return self._first[role]
