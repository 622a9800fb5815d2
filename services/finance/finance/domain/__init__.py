"""The rules of money: pure functions of Decimal, no database and no HTTP."""
