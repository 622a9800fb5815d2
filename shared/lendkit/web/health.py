"""Alive is about this process alone; ready is about its database and the migrations this code needs."""

from flask import Blueprint, Response
from sqlalchemy.exc import ProgrammingError

from lendkit.runtime import db, migrate
from lendkit.web import metrics
from lendkit.web.access import public
from lendkit.web.problems import problem
from lendkit.web.responses import json_text


def blueprint(service: str) -> Blueprint:
    routes = Blueprint("health", __name__)

    @routes.get(f"/api/{service}/health/live/")
    @public
    def live() -> Response:
        return json_text({"status": "live", "service": service})

    @routes.get(f"/api/{service}/health/ready/")
    @public
    def ready() -> Response:
        try:
            revision = db.scalar("SELECT version_num FROM alembic_version")
        except ProgrammingError:  # no such table yet
            revision = None
        if not migrate.fits(service, revision):
            return problem(503, "not_migrated", f"The database is at {revision}.", headers={"Retry-After": "5"})
        return json_text({"status": "ready", "service": service, "revision": revision})

    @routes.get(f"/internal/{service}/metrics/")
    @public
    def read_metrics() -> Response:
        return Response(metrics.read(), content_type="text/plain; version=0.0.4")

    return routes
