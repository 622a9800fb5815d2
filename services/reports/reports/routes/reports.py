"""The three reports, as JSON or as a file."""

from typing import Any

from flask import Response

from lendkit.values import dates
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text
from reports.domain import csv_export
from reports.queries import compliance, monthly_totals, response_cache, status, volume
from reports.queries.report import Report
from reports.schemas.compliance import ComplianceReport
from reports.schemas.filters import ReportFilter
from reports.schemas.status import StatusReport
from reports.schemas.volume import VolumeReport

blp = blueprint("reports", "reports")


@blp.get("/repayment-compliance/")
@blp.arguments(ReportFilter, location="query")
@blp.response(200, ComplianceReport)
@blp.doc(operationId="repaymentCompliance")
@permission("reports.read")
def repayment_compliance(filters: dict[str, Any]) -> Response:
    """Instalments due in the date range: paid on time, paid late, overdue or outstanding."""
    return _answer(compliance.REPORT, csv_export.COMPLIANCE, filters)


@blp.get("/application-volume/")
@blp.arguments(ReportFilter, location="query")
@blp.response(200, VolumeReport)
@blp.doc(operationId="applicationVolume")
@permission("reports.read")
def application_volume(filters: dict[str, Any]) -> Response:
    """Applications lodged in the date range, by stage, month, BDM, broker and branch, and how many settled."""
    return _answer(volume.REPORT, csv_export.VOLUME, filters)


@blp.get("/application-status/")
@blp.arguments(ReportFilter, location="query")
@blp.response(200, StatusReport)
@blp.doc(operationId="applicationStatus")
@permission("reports.read")
def application_status(filters: dict[str, Any]) -> Response:
    """Active, performing, in arrears and discharged as of today, with arrears by days past due."""
    return _answer(status.REPORT, csv_export.STATUS, filters)


def _answer(report: Report, columns: csv_export.Columns, filters: dict[str, Any]) -> Response:
    """A file has all rows; JSON has the figures and the first rows, from the monthly totals where they can answer."""
    if filters.pop("format") == "csv":
        rows, rows_total = report.rows(filters, csv_export.MAX_ROWS)
        csv_export.check_size(rows_total)
        return Response(
            csv_export.write(columns, rows),
            content_type="text/csv; charset=utf-8; header=present",
            headers={"Content-Disposition": f'attachment; filename="{report.name}-{dates.today()}.csv"'},
        )
    if monthly_totals.cover(filters):
        return json_text(response_cache.answer(report, filters))
    return json_text(report.from_facts(filters).text())
