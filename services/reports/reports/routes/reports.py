"""The three reports, as JSON or as a file."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from flask import Response

from lendkit.values import dates
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text
from reports.domain import sheets
from reports.queries import cells, compliance, memory, status, volume
from reports.schemas.compliance import ComplianceReport
from reports.schemas.filters import ReportFilter
from reports.schemas.status import StatusReport
from reports.schemas.volume import VolumeReport

blp = blueprint("reports", "reports")

FILTERS = {"from": "from_", "to": "to", "bd_id": "bd_id", "broker_id": "broker_id", "branch_id": "branch_id"}


@blp.get("/repayment-compliance/")
@blp.arguments(ReportFilter, location="query")
@blp.response(200, ComplianceReport)
@blp.doc(operationId="repaymentCompliance")
@permission("reports.read")
def repayment_compliance(args: dict[str, Any]) -> Response:
    """Instalments that fall due in the range: paid on time, paid late, overdue or still outstanding."""
    return _answer("repayment-compliance", compliance, sheets.COMPLIANCE, args)


@blp.get("/application-volume/")
@blp.arguments(ReportFilter, location="query")
@blp.response(200, VolumeReport)
@blp.doc(operationId="applicationVolume")
@permission("reports.read")
def application_volume(args: dict[str, Any]) -> Response:
    """Applications lodged in the range, by stage, month and people, and how many settled."""
    return _answer("application-volume", volume, sheets.VOLUME, args)


@blp.get("/application-status/")
@blp.arguments(ReportFilter, location="query")
@blp.response(200, StatusReport)
@blp.doc(operationId="applicationStatus")
@permission("reports.read")
def application_status(args: dict[str, Any]) -> Response:
    """Active, late and settled as of today, and how late the late ones are."""
    return _answer("application-status", status, sheets.STATUS, args)


def _answer(name: str, query: ModuleType, columns: Mapping[str, str], args: Mapping[str, Any]) -> Response:
    """A file has all rows; JSON has the figures and the first rows, from the cells where they fit."""
    if args["format"] == "csv":
        text = sheets.write(columns, query.report(args).lines())
        return Response(
            text,
            content_type="text/csv; charset=utf-8; header=present",
            headers={"Content-Disposition": f'attachment; filename="{name}-{dates.today()}.csv"'},
        )
    filters = {name: args.get(key) for name, key in FILTERS.items()}
    if cells.fit(args):
        return json_text(memory.answer(name, query.summed(args), filters))
    return json_text(query.report(args).answer(filters))
