"""Import once what every service needs, so that its forks share the memory and need not do it again."""

import gc
import importlib
import pkgutil

LIBRARIES = (
    "alembic.command",
    "alembic.runtime.environment",
    "argon2",
    "celery.app.trace",
    "celery.apps.worker",
    "celery.concurrency.solo",
    "celery.fixups.django",
    "celery.loaders.app",
    "celery.worker.consumer",
    "celery.worker.consumer.events",
    "celery.worker.consumer.heart",
    "celery.worker.consumer.tasks",
    "cryptography.fernet",
    "css_inline",
    "email_validator",
    "environs",
    "flask",
    "flask_smorest",
    "gunicorn.app.base",
    "gunicorn.arbiter",
    "gunicorn.workers.gthread",
    "jinja2",
    "jsonschema",
    "jwt.algorithms",
    "kombu.transport.pyamqp",
    "marshmallow",
    "nacl.public",
    "phonenumbers",
    "pika",
    "prometheus_client",
    "psycopg2.extras",
    "requests",
    "setproctitle",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "stamina",
    "stdnum.au.abn",
    "structlog",
    "uuid_utils.compat",
    "websockets.asyncio.server",
)


def everything() -> None:
    """Libraries, then lendkit: all that a service imports and does not own."""
    libraries()
    import lendkit

    for module in pkgutil.walk_packages(lendkit.__path__, "lendkit."):
        if not module.name.startswith("lendkit.testing") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    _share()


def libraries() -> None:
    """Without lendkit, so that each fork imports it as it is then."""
    for name in LIBRARIES:
        importlib.import_module(name)
    _share()


def _share() -> None:
    """What is in memory is kept out of the collector, so that forks do not copy it."""
    gc.collect()
    gc.freeze()
