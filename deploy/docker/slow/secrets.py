"""No password or key is committed: detect-secrets over what git has, less what has been looked at.

`python -m deploy.docker.slow.secrets` writes down what is there now as looked at.
"""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

from deploy.docker.slow import tools
from deploy.local.machine.places import ROOT

KNOWN = ROOT / "deploy" / "docker" / "slow" / "known_secrets.json"
# Hashes by the thousand, and what tests make up.
SKIPPED = re.compile(r"(^|/)(tests|mocks|samples|e2e)/|\.test\.ts$|\.txt$|\.png$|(package-lock|known_secrets)\.json$")
Found = dict[str, list[str]]


def check() -> bool:
    new = list(findings(scan(), json.loads(KNOWN.read_text(encoding="utf-8"))))
    print(*new, sep="\n", end="\n" if new else "")
    return not new


def findings(scanned: Mapping[str, Mapping[str, str]], known: Mapping[str, list[str]]) -> Iterator[str]:
    for file, secrets in scanned.items():
        for digest, where in secrets.items():
            if digest not in known.get(file, []):
                yield f"{file}:{where}"


def scan() -> dict[str, dict[str, str]]:
    """By file: the secret's hash → line and kind."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [file for file in listed.splitlines() if not SKIPPED.search(file) and (ROOT / file).is_file()]
    command = [str(tools.tool("detect-secrets")), "scan", "--no-verify", *files]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    rows: dict[str, list[dict[str, Any]]] = json.loads(output)["results"]
    return {
        file: {row["hashed_secret"]: f"{row['line_number']}: {row['type']}" for row in scanned}
        for file, scanned in rows.items()
    }


if __name__ == "__main__":
    looked_at: Found = {file: sorted(secrets) for file, secrets in scan().items()}
    KNOWN.write_text(json.dumps(looked_at, indent=1, sort_keys=True) + "\n", encoding="utf-8")
