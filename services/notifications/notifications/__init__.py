"""Who is told what: the in-app list and the live socket."""
