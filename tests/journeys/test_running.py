"""What a whole running system costs."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT_MB = 1200


def test_the_whole_stack_fits_in_1200_mb(stack_file: Path) -> None:
    command = [sys.executable, "-m", "deploy.local", "status", "--data", str(stack_file.parent)]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    match = re.search(r"^(\d+) MB in all", output, re.MULTILINE)
    assert match and 0 < int(match[1]) < LIMIT_MB, output
