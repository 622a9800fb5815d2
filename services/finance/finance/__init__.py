"""Products, loans, schedules, fees, payments and the ledger."""
