"""A test client that speaks JSON, signs in as anybody and reads problems."""

from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from lendkit.testing.tokens import Issuer
from lendkit.values.identifiers import uuid7


class Client:
    """`client.acting("broker", broker_id=…)` gives a client with that role; `client.get(path)` and so on answer."""

    def __init__(self, app: Flask, issuer: Issuer, token: str | None = None, user_id: UUID | None = None) -> None:
        self.app = app
        self.issuer = issuer
        self.token = token
        self.user_id = user_id

    def acting(self, role: str, *, user_id: UUID | None = None, **links: Any) -> "Client":
        user_id = user_id or uuid7()
        plain = {key: value if isinstance(value, list) else str(value) for key, value in links.items()}
        return Client(self.app, self.issuer, self.issuer.token(role, user_id=user_id, links=plain), user_id)

    def as_service(self, service: str) -> "Client":
        return Client(self.app, self.issuer, self.issuer.service_token(service))

    def call(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        headers = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **kwargs.pop("headers", {})}
        return self.app.test_client().open(path, method=method, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self.call("GET", path, **kwargs)

    def post(self, path: str, json: Any = None, **kwargs: Any) -> TestResponse:
        return self.call("POST", path, json=json, **kwargs)

    def patch(self, path: str, json: Any = None, **kwargs: Any) -> TestResponse:
        return self.call("PATCH", path, json=json, **kwargs)

    def put(self, path: str, json: Any = None, **kwargs: Any) -> TestResponse:
        return self.call("PUT", path, json=json, **kwargs)

    def delete(self, path: str, **kwargs: Any) -> TestResponse:
        return self.call("DELETE", path, **kwargs)
