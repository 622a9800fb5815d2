"""The process that inspects uploads has limited memory, disk and time."""

import subprocess
import sys

import pytest

GREEDY = {
    "memory": ("bytearray(2**30)", b"MemoryError"),
    "disk": ("open('/dev/shm/lend-greedy', 'wb').write(b'x' * 10**6)", b"File too large"),
}


@pytest.mark.parametrize("what", GREEDY)
def test_its_memory_and_disk_are_limited(what: str) -> None:
    code, message = GREEDY[what]
    program = f"from documents.channels.inspection.__main__ import confine; confine(); {code}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=30)
    assert done.returncode != 0 and message in done.stderr


def test_its_time_is_limited() -> None:
    program = (
        "import resource; from documents.channels.inspection.__main__ import confine, SECONDS; confine();"
        "print(resource.getrlimit(resource.RLIMIT_CPU) == (SECONDS, SECONDS))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=30)
    assert done.stdout == b"True\n"
