"""Events of other services."""

from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.runtime import context
from lendkit.values.actor import Actor

BROKER = "Grace Nguyen"


def parts_lodged(application: UUID, lodger: UUID | None, *uploads: Any, time: datetime | None = None) -> Event:
    """The parts of a submit with these uploads, lodged by this user; by nobody when it is asked for again."""
    documents = [{"upload_id": str(id), "type": "identification"} for id in uploads]
    data = {"application_id": application, "parties": [], "fees": [], "documents": documents}
    actor = context.SYSTEM if lodger is None else Actor(id=lodger, role="broker", name=BROKER)
    with context.bind(actor=actor):
        return Event.new("applications.parts_lodged.v1", subject=application, sequence=1, data=data)


def application_deleted(application: UUID, version: int = 2) -> Event:
    data = {"id": application, "application_id": application, "version": version, "reference_number": "APP-2026-000123"}
    return Event.new("applications.application_deleted.v1", subject=application, sequence=version, data=data)
