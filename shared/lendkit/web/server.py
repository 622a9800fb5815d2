"""gunicorn, configured once for all services."""

import os
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from lendkit.runtime import db
from lendkit.runtime.settings import Settings


class Journal(Logger):  # type: ignore[misc]
    """gunicorn's own messages go where all others go; requests are logged by the app, without their query strings."""

    def setup(self, cfg: Any) -> None:
        self.error_log.handlers = []
        self.error_log.propagate = True
        self.error_log.setLevel("INFO")

    def access(self, *_: Any) -> None:
        """The app has written its line."""


class Server(BaseApplication):  # type: ignore[misc]
    """Loads the app once in the parent, so that the workers share its memory."""

    def __init__(self, make_app: Callable[[], Flask], settings: Settings) -> None:
        self._make_app = make_app
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._settings.bind,
            "workers": self._settings.web_workers,
            "threads": self._settings.web_threads,
            "worker_class": "gthread",
            "preload_app": True,
            "graceful_timeout": 30,
            "keepalive": 75,
            "proc_name": f"lend {self._settings.service} web",
            "control_socket_disable": True,
            "logger_class": Journal,
        }
        if os.path.isdir("/dev/shm"):
            options["worker_tmp_dir"] = "/dev/shm"
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        app = self._make_app()
        db.current().dispose()  # a connection must not be shared across the fork
        return app


def serve(make_app: Callable[[], Flask], settings: Settings) -> None:
    """Run until SIGTERM."""
    Server(make_app, settings).run()
