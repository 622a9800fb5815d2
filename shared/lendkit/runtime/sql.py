"""SQL of more than a few lines stands in a `.sql` file beside its module, so that it can be pasted into psql."""

from pathlib import Path


def load(beside: str, name: str) -> str:
    """The statement in the file `name` next to the module `beside` (its `__file__`); read once, at import."""
    return (Path(beside).parent / name).read_text(encoding="utf-8")
