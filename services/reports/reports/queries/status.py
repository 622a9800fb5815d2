"""Application status: what is in progress, what has settled and what of that is in arrears, as of today.

Each lodged application has one status; finance's loan decides, and before there is one the stage:

- `active`: lodged and still on its way to settlement;
- `performing`: settled, the loan is open and nothing on it is overdue;
- `late`: in arrears: the loan is open and an instalment is not paid in full though its due date is before today;
- `discharged`, `written_off`: the loan is over;
- `declined`, `withdrawn`: it never settled.

`settled` = performing + late + discharged + written off: all that ever settled. The range takes those that settled on
one of its days, and of those that have no loan the ones lodged on one. `amount` is the principal lent (asked for, where
there is no loan), `balance` all that is owed now, `overdue` what is past due of it.
Days past due count from the oldest unpaid instalment; `domain/application_status.py` has the arrears buckets.
By status, bucket, month, BDM, broker and branch; a row per application, the longest in arrears first.
"""

from lendkit.runtime.sql import load
from reports.domain.application_status import ARREARS_BUCKETS, STATUSES
from reports.queries.report import Report

REPORT = Report(
    name="application-status",
    owners=("applications", "finance"),
    facts_sql=load(__file__, "status.sql"),
    monthly_sql=load(__file__, "status_monthly.sql"),
    params={
        "statuses": list(STATUSES),
        "buckets": list(ARREARS_BUCKETS),
        "bucket_starts": [first for first, _ in ARREARS_BUCKETS.values()],
        "bucket_ends": [last for _, last in ARREARS_BUCKETS.values()],
    },
)
