"""What `./dev new` writes: the files of an event, an endpoint, a job or a screen, with tests that pass at once."""
