"""Repayment compliance: of the instalments that fall due in the range, which were paid, when, and what is open.

An instalment counts by its contractual due date when it asks for money: replaced ones, those of 0.00 (interest that is
capitalised) and number 0 (interest withheld at settlement) do not. Each one that counts has one outcome:

- `paid_on_time`: paid in full, the last of it on or before the due date;
- `paid_late`: paid in full after it;
- `overdue`: not paid in full, and the due date is before today;
- `outstanding`: not paid in full, due today or later.

`on_time_rate` = paid on time / (paid on time + paid late + overdue), in percent. `received` is the money that came in
on a day of the range, for whatever instalment, reversed payments left out.
By month, BDM, broker and branch; a row per application, the longest overdue first.
"""

from lendkit.runtime.sql import load
from reports.queries.report import Report

REPORT = Report(
    name="repayment-compliance",
    owners=("applications", "finance"),
    facts_sql=load(__file__, "compliance.sql"),
    monthly_sql=load(__file__, "compliance_monthly.sql"),
)
