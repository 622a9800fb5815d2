"""A flask-smorest blueprint with our habits: the path of the service in front, JSON arguments, documented answers."""

from flask_smorest import Blueprint


def blueprint(service: str, noun: str, *, internal: bool = False) -> Blueprint:
    """Routes of one noun: below `/api/<service>/` or, for other services only, below `/internal/<service>/`."""
    prefix = f"/internal/{service}" if internal else f"/api/{service}"
    name = f"internal_{noun}" if internal else noun
    return Blueprint(name, name, url_prefix=prefix, description=noun)
