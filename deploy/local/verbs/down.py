"""End the system and every process of it; the data stays."""

from deploy.docker import up as containers
from deploy.docker.stack import Stack
from deploy.local.verbs import options, up


def main(argv: list[str]) -> int:
    places = options.places(options.parser("down", __doc__).parse_args(argv))
    stack = Stack.of(places)
    if stack:
        return containers.down(stack)
    return up.down(places)
