"""The whole system on one machine without containers: the verbs of `./dev`."""
