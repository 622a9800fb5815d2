"""Uploads a file as the SPA does."""

import io
from typing import Any

from lendkit.testing.client import Client
from services.documents.tests import samples


def send(client: Client, content: bytes | None = None, name: str = "Statement.pdf", **fields: Any) -> Any:
    """POST /api/documents/; `path` and `headers` go where they belong, all else into the form."""
    headers, path = fields.pop("headers", {}), fields.pop("path", "/api/documents/")
    form = {"type": "identification", **fields} if path == "/api/documents/" else fields
    file = (io.BytesIO(samples.pdf() if content is None else content), name)
    data = {**{key: str(value) for key, value in form.items()}, "file": file}
    return client.post(path, data=data, content_type="multipart/form-data", headers=headers)
