"""Migrations: alembic without an env.py per service, under an advisory lock, with a short lock timeout and retries."""

import importlib
import logging
import time
from pathlib import Path
from typing import Any

from alembic import op
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg2.errors import LockNotAvailable
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from lendkit.runtime.db import normalise

log = logging.getLogger(__name__)

LOCK_TIMEOUT = "2s"
TRIES = 10


def upgrade(service: str, url: str) -> str:
    """Bring the service's database to its newest revision as the owning role; returns that revision."""
    script = _scripts(service)
    for attempt in range(TRIES):
        try:
            _upgrade(script, url)
            return head(service)
        except OperationalError as exc:
            if not isinstance(exc.orig, LockNotAvailable) or attempt + 1 == TRIES:
                raise
            log.warning("migration_waits_for_a_lock", extra={"attempt": attempt + 1})
            time.sleep(1 + attempt)
    raise AssertionError("unreachable")


def folder(service: str) -> Path:
    """Where the service keeps its migrations: beside its package."""
    return Path(str(importlib.import_module(service).__file__)).parent.parent / "migrations"


def head(service: str) -> str:
    """The newest revision that this code knows."""
    return str(_scripts(service).get_current_head())


def fits(service: str, revision: str | None) -> bool:
    """May this code serve a database at that revision: the newest it knows, or one that is not yet known to it.

    Migrations come before the code that needs them, and only add: until it is replaced, the old code goes on.
    """
    return revision is not None and (revision == head(service) or not _known(service, revision))


def kit_v1() -> None:
    """Create the tables that every service has; called first in each service's 0001 migration."""
    op.execute(_KIT_V1)


def kit_v2() -> None:
    """Create the clock's book, in a later migration of a service that has daily or weekly jobs."""
    op.execute(_KIT_V2)


def _known(service: str, revision: str) -> bool:
    try:
        _scripts(service).get_revision(revision)
    except CommandError:
        return False
    return True


def _scripts(service: str) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(folder(service)))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def _upgrade(script: ScriptDirectory, url: str) -> None:
    engine = create_engine(normalise(url))
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(hashtext('lend migrations'))"))
            connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
            connection.commit()
            _run(script, connection)
            connection.commit()
    finally:
        engine.dispose()


def _run(script: ScriptDirectory, connection: Any) -> None:
    def steps(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs("head", revision)

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection, transaction_per_migration=True)
        with environment.begin_transaction():
            environment.run_migrations()


_KIT_V1 = """
CREATE TABLE outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid NOT NULL UNIQUE,
  aggregate_type text NOT NULL,
  aggregate_id uuid NOT NULL,
  aggregate_version integer NOT NULL CHECK (aggregate_version > 0),
  type text NOT NULL CHECK (type ~ '^[a-z_]+[.][a-z_]+[.]v[0-9]+$'),
  payload jsonb NOT NULL,
  headers jsonb NOT NULL DEFAULT '{}',
  occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  published_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  held_at timestamptz
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX outbox_unpublished ON outbox (seq) WHERE published_at IS NULL AND held_at IS NULL;
CREATE INDEX outbox_held ON outbox (aggregate_id) WHERE held_at IS NOT NULL;
CREATE INDEX outbox_age ON outbox (published_at) WHERE published_at IS NOT NULL;
CREATE TABLE inbox (
  event_id uuid PRIMARY KEY,
  type text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_age ON inbox (received_at);
CREATE TABLE parked (
  seq bigint GENERATED ALWAYS AS IDENTITY,
  event_id uuid PRIMARY KEY,
  type text NOT NULL,
  aggregate_id uuid NOT NULL,
  body jsonb NOT NULL,
  attempt integer NOT NULL DEFAULT 0,
  next_at timestamptz,
  error text NOT NULL
);
CREATE INDEX parked_aggregate ON parked (aggregate_id, seq);
CREATE INDEX parked_due ON parked (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE copies (
  kind text NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL CHECK (version >= 0),
  deleted boolean NOT NULL DEFAULT false,
  body jsonb NOT NULL,
  as_of timestamptz NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE TABLE scope (
  application_id uuid PRIMARY KEY,
  broker_id uuid,
  bd_id uuid,
  branch_id uuid,
  party_ids uuid[] NOT NULL DEFAULT '{}',
  version integer NOT NULL
);
CREATE INDEX scope_broker ON scope (broker_id);
CREATE INDEX scope_bd ON scope (bd_id);
CREATE INDEX scope_branch ON scope (branch_id);
CREATE INDEX scope_parties ON scope USING gin (party_ids);
CREATE TABLE actors (
  user_id uuid PRIMARY KEY,
  role text NOT NULL,
  links jsonb NOT NULL,
  version integer NOT NULL,
  active boolean NOT NULL
);
CREATE TABLE sources (owner text PRIMARY KEY, as_of timestamptz NOT NULL);
CREATE TABLE jwks (kid text PRIMARY KEY, jwk jsonb NOT NULL, fetched_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE idempotency_key (
  actor_id uuid NOT NULL,
  route text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 128),
  request_hash bytea NOT NULL,
  status smallint,
  response jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor_id, route, key)
);
"""
_KIT_V2 = """
CREATE TABLE job_run (
  job text NOT NULL,
  period text NOT NULL,
  cursor text,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  PRIMARY KEY (job, period)
);
"""
