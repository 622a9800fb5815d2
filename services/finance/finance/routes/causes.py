"""The cause of a request that moves money: its route, its actor, its Idempotency-Key."""

from flask import request

from finance.domain import cause
from finance.domain.cause import Cause
from lendkit.runtime import context


def of(route: str) -> Cause:
    return cause.keyed(route, context.actor().id, request.headers.get("Idempotency-Key"))
