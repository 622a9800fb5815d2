"""The records that services publish to each other: each kind's owner, and the noun of its path under /internal/."""

RECORDS: dict[str, tuple[str, str]] = {
    "user": ("auth", "users"),
    "branch": ("parties", "branches"),
    "bdm": ("parties", "bdms"),
    "broker": ("parties", "brokers"),
    "person": ("parties", "people"),
    "company": ("parties", "companies"),
    "application": ("applications", "applications"),
    "fee": ("finance", "fees"),
    "loan": ("finance", "loans"),
    "instalment": ("finance", "repayments"),
    "payment": ("finance", "payments"),
    "journal": ("finance", "journals"),
    "funding": ("finance", "funding"),
    "product": ("finance", "products"),
    "document": ("documents", "documents"),
}
