"""The tables of the kit."""

from lendkit.runtime.migrate import kit_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    kit_v1()
