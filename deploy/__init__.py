"""How Lend is run: on one machine, in containers, in the cloud."""
