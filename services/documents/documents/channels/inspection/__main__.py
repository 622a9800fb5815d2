"""`python -m documents.channels.inspection PATH NAME`: one line of JSON says whether this file is accepted."""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from documents.channels.inspection import image, pdf, signature, word
from documents.domain import refusals
from documents.domain.file_types import FILE_TYPES, MEGABYTE
from documents.domain.refusals import Refusal

MEMORY = 768 * MEGABYTE
SECONDS = 10
CHECKS = {
    "application/pdf": pdf.check,
    "application/msword": word.check_doc,
    FILE_TYPES["docx"][1]: word.check_docx,
}


def main(path: Path, name: str) -> dict[str, Any]:
    """`{"content_type": …}`, or the refusal's code, detail and status."""
    try:
        content_type = FILE_TYPES[signature.check(path, name)][1]
        CHECKS.get(content_type, image.check)(path)
        return {"content_type": content_type}
    except Refusal as refusal:
        return vars(refusal)
    except (MemoryError, RecursionError):
        return vars(refusals.too_complex())
    except Exception as exc:  # noqa: BLE001 - whatever a parser fails on is a reason to refuse the file
        return {**vars(refusals.damaged()), "error": repr(exc)[:200]}


def confine() -> None:
    """Limit memory and time; no writing, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    confine()
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
