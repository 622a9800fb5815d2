"""Tell the relay that rows wait: one NOTIFY per 10 ms at most, on its own connection, after the commit.

Inside the business transaction a NOTIFY would take a database-wide lock at commit. It is only a hint: the relay polls.
"""

import os
import threading
import time

from sqlalchemy.exc import SQLAlchemyError

from lendkit import db
from lendkit.outbox import WAKE_CHANNEL

COALESCE_SECONDS = 0.01


class Waker:
    """A thread of its own, made on first use in the process that uses it (threads do not survive a fork)."""

    def __init__(self, database: db.Database) -> None:
        self._database = database
        self._poked = threading.Event()
        self._pid = 0
        self._lock = threading.Lock()

    def poke(self) -> None:
        if self._pid != os.getpid():
            self._start()
        self._poked.set()

    def _start(self) -> None:
        with self._lock:
            if self._pid != os.getpid():
                self._poked = threading.Event()
                self._pid = os.getpid()
                threading.Thread(target=self._run, name="wake", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._poked.wait()
            self._poked.clear()
            try:
                with self._database.read.connect() as connection:
                    connection.exec_driver_sql(f"NOTIFY {WAKE_CHANNEL}")
            except SQLAlchemyError:
                pass  # The relay's poll finds the rows a second later.
            time.sleep(COALESCE_SECONDS)


_waker: Waker | None = None


def relay() -> None:
    """Wake this service's relay soon."""
    global _waker
    database = db.current()
    if _waker is None or _waker._database is not database:
        _waker = Waker(database)
    _waker.poke()
