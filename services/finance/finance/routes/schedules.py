"""The repayment schedule of terms, before there is a loan."""

from typing import Any

from flask import Response

from finance.domain.schedule.terms import of_request
from finance.queries import schedules as queries
from finance.schemas.schedules import SchedulePreview
from finance.schemas.terms import TermsShape
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("finance", "schedules")


@blp.post("/schedules/preview/")
@blp.arguments(TermsShape)
@blp.response(200, SchedulePreview)
@blp.doc(operationId="previewSchedule")
@permission("finance.preview")
def preview(body: dict[str, Any]) -> Response:
    """Nothing is saved. The same terms always give the same schedule."""
    return json_text(queries.preview(of_request(body)))
