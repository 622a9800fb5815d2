"""What proves the code: checks, test suites and their servers, and what can be wrong in a running stack."""
