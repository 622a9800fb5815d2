"""Whose terms we take: each Python package of the environment, each npm package of the lock."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.docker.slow import tools
from deploy.local.machine.places import ROOT
from deploy.local.quality.steps import PYTHON

# Fair to all who sell software; weak copyleft only for what is used as it comes.
FINE = re.compile(
    r"^(MIT|MIT-0|MIT-CMU|MIT License|ISC|0BSD|BSD|BSD License|BSD-[23]-Clause|Apache-2\.0|Apache Software License"
    r"|PSF-2\.0|Python-2\.0|BlueOak-1\.0\.0|CC0-1\.0|OFL-1\.1|The Unlicense \(Unlicense\)|DFSG approved"
    r"|MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\))$"
)
# Linked as they come and replaceable: what the LGPL asks for.
KNOWN = {
    "psycopg2-binary": "GNU Library or Lesser General Public License (LGPL)",
    "python-stdnum": "GNU Lesser General Public License v2 or later (LGPLv2+)",
}
_OURS = "lend"


def check() -> bool:
    problems = [*findings(python_packages()), *findings(npm_packages(ROOT / "frontend" / "package-lock.json"))]
    print(*problems, sep="\n", end="\n" if problems else "")
    return not problems


def findings(packages: Iterator[tuple[str, str]]) -> Iterator[str]:
    """(name, licence) of each whose terms nobody has looked at."""
    for name, licence in packages:
        if KNOWN.get(name) != licence and not acceptable(licence):
            yield f"{name}: {licence}"


def acceptable(licence: str) -> bool:
    """`A OR B` needs one of them, `A AND B` and lists need all."""
    text = licence[1:-1] if licence.startswith("(") and licence.endswith(")") else licence
    if " OR " in text:
        return any(map(acceptable, text.split(" OR ")))
    return all(FINE.match(part.strip()) for part in re.split(r" AND |;", text))


def python_packages() -> Iterator[tuple[str, str]]:
    command = [str(tools.tool("pip-licenses")), "--python", PYTHON, "--format=json"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = json.loads(output)
    if len(rows) < 50:
        raise RuntimeError(f"pip-licenses saw {len(rows)} packages only")
    yield from ((row["Name"], row["License"]) for row in rows if not row["Name"].startswith(_OURS))


def npm_packages(lock: Path) -> Iterator[tuple[str, str]]:
    for path, row in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if path:
            yield path.rpartition("node_modules/")[2], str(row.get("license", "UNKNOWN"))
