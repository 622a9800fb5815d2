"""End the system and every process of it; the data stays."""

from deploy.local import options, up


def main(argv: list[str]) -> int:
    return up.down(options.places(options.parser("down", __doc__).parse_args(argv)))
