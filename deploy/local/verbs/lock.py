"""Lock the dependencies of pyproject.toml, and write the requirements of the workspace and of each image."""

import subprocess

from deploy.local.machine.places import ROOT
from deploy.local.quality.steps import BIN
from deploy.local.verbs import options

_EVERYTHING = ("--all-packages", "--all-groups", "--no-group", "slow")
FILES = {
    "requirements.txt": _EVERYTHING,
    "deploy/docker/requirements.txt": ("--all-packages", "--no-default-groups"),
    "deploy/docker/gateway.txt": ("--only-group", "gateway"),
    "deploy/docker/mailbox.txt": ("--only-group", "mailbox"),
    "deploy/docker/slow.txt": ("--only-group", "slow"),
}


def main(argv: list[str]) -> int:
    options.parser("lock", __doc__).parse_args(argv)
    uv = str(BIN / "uv")
    subprocess.run([uv, "lock", "-q"], cwd=ROOT, check=True)
    form = ["--no-emit-workspace", "--format", "requirements-txt", "--no-header", "-q"]
    for file, what in FILES.items():
        subprocess.run([uv, "export", "--frozen", *what, *form, "-o", file], cwd=ROOT, check=True, capture_output=True)
        print(file)
    return 0
