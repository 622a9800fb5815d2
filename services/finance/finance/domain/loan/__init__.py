"""A loan from settlement to discharge: its account, how payments are applied, arrears, payoff, reprocessing."""
