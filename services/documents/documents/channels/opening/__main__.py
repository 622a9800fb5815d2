"""`python -m documents.channels.opening PATH NAME`: says in one line of JSON whether this file may be kept."""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from documents.channels.opening import outside, pdf, picture, word
from documents.domain.kinds import KINDS, MEGABYTE, Refusal, damaged, too_much

MEMORY = 768 * MEGABYTE
SECONDS = 10
OPENERS = {
    "application/pdf": pdf.check,
    "application/msword": word.check_doc,
    KINDS["docx"][1]: word.check_docx,
}


def main(path: Path, name: str) -> dict[str, Any]:
    """`{"content_type": …}`, or the refusal's code, detail and status."""
    try:
        content_type = KINDS[outside.check(path, name)][1]
        OPENERS.get(content_type, picture.check)(path)
        return {"content_type": content_type}
    except Refusal as refusal:
        return vars(refusal)
    except (MemoryError, RecursionError):
        return vars(too_much())
    except Exception as exc:  # noqa: BLE001 - whatever a parser trips over is a reason not to keep the file
        return {**vars(damaged()), "fault": repr(exc)[:200]}


def confine() -> None:
    """Little memory, little time, nothing to write, no core."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    confine()
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
