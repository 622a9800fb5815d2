"""The HTTP edge that all services share: the app factory, access, problems, strict JSON."""

from lendkit.http.access import internal, permission, public
from lendkit.http.app import create_app, spec
from lendkit.http.blueprint import blueprint
from lendkit.http.etag import check_match, if_match
from lendkit.http.responses import json_text
from lendkit.http.server import serve

__all__ = [
    "blueprint",
    "check_match",
    "create_app",
    "if_match",
    "internal",
    "json_text",
    "permission",
    "public",
    "serve",
    "spec",
]
