"""Events between services: the unit of work with its outbox, the relay, the consumer with its inbox, and copies."""
