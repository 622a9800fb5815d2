"""`/internal/applications/applications/{id}/`: one application, whole, for other services."""

from applications.queries import detail
from lendkit.web.publication import routes

blp = routes("applications", {"applications": detail.published})
