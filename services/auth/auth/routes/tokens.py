"""Tokens for services and partner systems (RFC 6749), and the keys that verify every token (RFC 7517)."""

import base64

from flask import Response, request

from auth.commands import keys, tokens
from auth.queries import keys as public_keys
from lendkit.values.errors import DomainError
from lendkit.web.access import public
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("auth", "tokens")


@blp.post("/token/")
@blp.response(200)
@blp.doc(operationId="token")
@public
def token() -> Response:
    """A token for a service or partner system: form-encoded client credentials, errors as in RFC 6749 section 5.2."""
    if request.form.get("grant_type") != "client_credentials":
        return json_text({"error": "unsupported_grant_type"}, 400)
    client_id, secret = _credentials()
    try:
        access = tokens.for_service(client_id, secret)
    except DomainError as exc:
        return json_text({"error": exc.code}, exc.status, {"WWW-Authenticate": "Basic"})
    return json_text({"access_token": access, "token_type": "Bearer", "expires_in": tokens.SERVICE_SECONDS})


@blp.get("/.well-known/jwks.json")
@blp.response(200)
@blp.doc(operationId="jwks")
@public
def jwks() -> Response:
    """The public keys that verify every token."""
    keys.signer()  # the very first request creates the first keys
    return json_text({"keys": public_keys.published()}, headers={"Cache-Control": "public, max-age=300"})


def _credentials() -> tuple[str, str]:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(encoded).decode().partition(":")
            return client_id, secret
        except ValueError:  # neither base64 nor, once read, text
            return "", ""
    return request.form.get("client_id", ""), request.form.get("client_secret", "")
