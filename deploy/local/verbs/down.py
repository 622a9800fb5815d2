"""Stop the system and all its processes; the data stays. Test servers that are still up stop too."""

from deploy.docker import up as containers
from deploy.docker.stack import Stack
from deploy.local.quality import warm_servers
from deploy.local.verbs import options, up


def main(argv: list[str]) -> int:
    arguments = options.parser("down", __doc__).parse_args(argv)
    places = options.places(arguments)
    if arguments.data is None and warm_servers.end():
        print("test servers stopped", flush=True)
    stack = Stack.of(places)
    if stack:
        return containers.down(stack)
    return up.down(places)
