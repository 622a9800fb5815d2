"""The process that opens strangers' files has little of everything."""

import subprocess
import sys

import pytest

GREEDY = {
    "memory": ("bytearray(2**30)", b"MemoryError"),
    "disk": ("open('/dev/shm/lend-greedy', 'wb').write(b'x' * 10**6)", b"File too large"),
}


@pytest.mark.parametrize("what", GREEDY)
def test_it_gets_no_more(what: str) -> None:
    code, said = GREEDY[what]
    program = f"from documents.channels.opening.__main__ import confine; confine(); {code}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=30)
    assert done.returncode != 0 and said in done.stderr


def test_its_time_is_counted() -> None:
    program = (
        "import resource; from documents.channels.opening.__main__ import confine, SECONDS; confine();"
        "print(resource.getrlimit(resource.RLIMIT_CPU) == (SECONDS, SECONDS))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=30)
    assert done.stdout == b"True\n"
