"""The environment variables that documents reads."""

from dataclasses import dataclass, field

from lendkit.runtime.settings import Settings as KitSettings

LENDER = {
    "name": "Lend Private Credit Pty Ltd",
    "address": "Level 9, 1 Farrer Place, Sydney NSW 2000",
    "phone": "(02) 5550 0100",
    "email": "loans@lend.example",
}


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """`store_dir` holds the files; `scan_command` is a virus scanner: given a path, it exits with 1 when it finds one.

    `lender` is who signs the letters: name, address, phone, email, and abn and acl where it has them.
    """

    store_dir: str = "/var/lib/lend/documents"
    scan_command: tuple[str, ...] = ()
    lender: dict[str, str] = field(default_factory=lambda: dict(LENDER))
