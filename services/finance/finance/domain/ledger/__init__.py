"""Double-entry bookkeeping: the chart of accounts, balanced journals, their reversal, their hash chain."""
