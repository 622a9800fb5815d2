"""`python -m documents.channels.typesetting TEMPLATE`: the text as JSON on stdin, the PDF on stdout."""

import json
import resource
import sys
from pathlib import Path

import typst

from documents.domain.file_types import MEGABYTE

ROOT = Path(__file__).parent / "templates"
MEMORY = 512 * MEGABYTE
SECONDS = 10


def main(template: str, data: str) -> bytes:
    """The PDF. The data reaches the template as one string that it reads as JSON: none of it is ever code."""
    return bytes(
        typst.compile(
            str(ROOT / f"{template}.typ"),
            root=str(ROOT),
            font_paths=typst.Fonts(include_system_fonts=False),
            package_path=str(ROOT / "none"),
            package_cache_path=str(ROOT / "none"),
            sys_inputs={"data": data},
        )
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    text = sys.stdin.buffer.read().decode("utf-8")
    json.loads(text)
    sys.stdout.buffer.write(main(sys.argv[1], text))
