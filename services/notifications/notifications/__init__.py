"""Who is notified of what: the in-app list, email, digests and the live socket."""
