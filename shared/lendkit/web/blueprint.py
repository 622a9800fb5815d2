"""A flask-smorest blueprint with our habits: the path of the service in front, strict arguments."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser


class StrictParser(FlaskParser):
    """Reads bodies through `StrictRequest.get_json`, and refuses query parameters that a route does not know."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {"json": None, "query": RAISE}

    def _raw_load_json(self, req: Any) -> Any:
        return req.get_json()


class LendBlueprint(Blueprint):  # type: ignore[misc]
    ARGUMENTS_PARSER = StrictParser()

    def arguments(self, schema: Any, **kwargs: Any) -> Any:
        """One schema object for all requests: making it, with all that is nested, costs more than a load."""
        return super().arguments(schema() if isinstance(schema, type) else schema, **kwargs)


def blueprint(service: str, noun: str, *, internal: bool = False) -> Blueprint:
    """Routes of one noun: below `/api/<service>/` or, for other services only, below `/internal/<service>/`."""
    prefix = f"/internal/{service}" if internal else f"/api/{service}"
    name = f"internal_{noun}" if internal else noun
    return LendBlueprint(name, name, url_prefix=prefix, description=noun)
