"""Where an application stands, and how late a loan is: the names, and the days that a bucket of arrears holds."""

STATUSES = ("active", "performing", "late", "discharged", "written_off", "declined", "withdrawn")
BUCKETS: dict[str, tuple[int, int | None]] = {"1-30": (1, 30), "31-60": (31, 60), "61-90": (61, 90), "90+": (91, None)}
