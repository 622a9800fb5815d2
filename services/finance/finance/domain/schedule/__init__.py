"""The contract and the repayment schedule that follows from it: terms, due dates, day count, repayment methods."""
