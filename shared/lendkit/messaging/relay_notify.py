"""Notify the relay that rows wait: one NOTIFY per 10 ms at most, on its own connection, after the commit.

Inside the business transaction a NOTIFY would take a database-wide lock at commit. It is only a hint: the relay polls.
"""

import os
import threading
import time

from sqlalchemy.exc import SQLAlchemyError

from lendkit.messaging.outbox import NOTIFY_CHANNEL
from lendkit.runtime import db
from lendkit.runtime.runtime import RUNTIME

COALESCE_SECONDS = 0.01


class Notifier:
    """A thread of its own, made on first use in the process that uses it (threads do not survive a fork)."""

    def __init__(self, database: db.Database) -> None:
        self.database = database
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
                threading.Thread(target=self._run, name="relay-notify", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._poked.wait()
            self._poked.clear()
            try:
                with self.database.read.connect() as connection:
                    connection.exec_driver_sql(f"NOTIFY {NOTIFY_CHANNEL}")
            except SQLAlchemyError:
                pass  # The relay's poll finds the rows a second later.
            time.sleep(COALESCE_SECONDS)


def notify() -> None:
    """Wake this service's relay soon."""
    database = db.current()
    notifier = RUNTIME.part(Notifier, lambda: Notifier(database))
    if notifier.database is not database:
        notifier = RUNTIME.bind(Notifier, Notifier(database))
    notifier.poke()
