"""The validators, in an environment of their own: their dependencies are no business of the services."""

import hashlib
import subprocess
import sys
from pathlib import Path

from deploy.local.machine.places import DEFAULT, ROOT
from deploy.local.quality.steps import BIN

REQUIREMENTS = ROOT / "deploy" / "docker" / "slow.txt"
HOME = DEFAULT / "slow"


def tool(name: str) -> Path:
    return HOME / "bin" / name


def ensure() -> bool:
    """Install them when what is asked for has changed; raises CalledProcessError when they cannot be had."""
    stamp, digest = HOME / "lend.stamp", hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return True
    uv = [str(BIN / "uv")]
    subprocess.run([*uv, "venv", "-q", "--clear", "--python", sys.executable, str(HOME)], check=True)
    python = ["--python", str(HOME / "bin" / "python")]
    subprocess.run([*uv, "pip", "sync", "-q", *python, "--require-hashes", str(REQUIREMENTS)], check=True)
    stamp.write_text(digest, encoding="utf-8")
    return True
