"""What the machine gives: folders, ports, packages, processes; and the list of services that run on it."""
