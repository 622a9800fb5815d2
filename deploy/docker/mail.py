"""The mail catcher as a container's process: SMTP on port 1025, one `.eml` file a mail in the volume."""

import sys
from pathlib import Path

from deploy.local.infra import mailbox

if __name__ == "__main__":
    sys.exit(mailbox.serve(1025, Path("/mail"), host="0.0.0.0"))  # noqa: S104 - the compose network alone reaches it
