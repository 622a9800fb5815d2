"""The version of the read model: a new one with every change of a fact or a name, so that cached answers expire."""

from lendkit.messaging.work import Work


def renew(w: Work) -> None:
    """In the transaction that changes something; a version never comes back, not even after a rebuild."""
    w.execute(
        "INSERT INTO edition (single, mark) VALUES (true, gen_random_uuid())"
        " ON CONFLICT (single) DO UPDATE SET mark = excluded.mark"
    )
