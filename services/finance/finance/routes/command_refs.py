"""The reference of a request that moves money: its route, its actor, its Idempotency-Key."""

from finance.domain.ledger import command_ref
from finance.domain.ledger.command_ref import CommandRef
from lendkit.runtime import context
from lendkit.web import idempotency


def current() -> CommandRef:
    """The request that is running. Raises RuntimeError outside of `idempotency.once`."""
    call = idempotency.call()
    return command_ref.of_request(call.route, context.actor().id, call.key)
