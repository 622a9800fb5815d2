"""The statuses of an application in the status report, and the arrears buckets by days past due."""

STATUSES = ("active", "performing", "late", "discharged", "written_off", "declined", "withdrawn")

# Name → first and last day past due; None: no last day.
ARREARS_BUCKETS: dict[str, tuple[int, int | None]] = {
    "1-30": (1, 30),
    "31-60": (31, 60),
    "61-90": (61, 90),
    "90+": (91, None),
}
