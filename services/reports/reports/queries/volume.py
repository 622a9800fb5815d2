"""Application volume: the applications that were lodged on a day of the range, and how far they have come since.

Lodged is the Sydney day of the first lodgement; drafts and deleted applications do not count. An application counts in
its current stage, for its current BDM, broker and branch. `settled` are those in the stages settled, discharged or
closed, `in_progress` those that are neither settled nor declined nor withdrawn.
`conversion_rate` = settled / lodged, in percent.

By stage: `count` and `amount` of those that are in it now; `reached`: how many were ever moved into it, and
`reached_rate` their percentage of the lodged; `mean_seconds` and `mean_days`: the mean of the completed stays in it,
from the move in to the move out; `mean_days_to_settle` is the mean from lodging to the move into settled. A move that
was undone, and its undo, never happened.
By month, BDM, broker and branch too; a row per application, the newest first.
"""

from lendkit.contracts.choices import STAGES
from lendkit.runtime.sql import load
from reports.queries.report import Report

REPORT = Report(
    name="application-volume",
    owners=("applications",),
    facts_sql=load(__file__, "volume.sql"),
    monthly_sql=load(__file__, "volume_monthly.sql"),
    params={"stages": [stage for stage in STAGES if stage != "draft"]},
)
