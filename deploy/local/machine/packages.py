"""What only Debian's package manager can bring: installed where we may, else the one line to type is said."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path


def need(files: Mapping[str, Path]) -> None:
    """Install each package whose file is not there; raises SystemExit with the line to type when we may not."""
    missing = [package for package, file in files.items() if not file.exists()]
    if not missing:
        return
    prefix = _privileges()
    if prefix is None or shutil.which("apt-get") is None:
        raise SystemExit(
            f"Please install what is missing, then try again:\n  sudo apt-get install -y {' '.join(missing)}"
        )
    print(f"installing {', '.join(missing)} with apt", flush=True)
    # RUNLEVEL=1 keeps the packages from starting services of their own.
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "-q"]
    subprocess.run([*prefix, *quiet, "update"], check=False, stdout=subprocess.DEVNULL)
    done = subprocess.run(
        [*prefix, *quiet, "install", "-y", "--no-install-recommends", *missing], capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"apt could not install {', '.join(missing)}:\n{done.stderr or done.stdout}")


def _privileges() -> list[str] | None:
    """How to become root: not at all when we are, without a password when sudo allows, else we may not."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None
