"""The edition of the book: another one whenever a fact or a name changed, so that nothing is added up twice."""

from lendkit.messaging.work import Work


def turn(w: Work) -> None:
    """In the transaction that changes something; a mark never comes again, not even after a rebuild."""
    w.execute(
        "INSERT INTO edition (single, mark) VALUES (true, gen_random_uuid())"
        " ON CONFLICT (single) DO UPDATE SET mark = excluded.mark"
    )
