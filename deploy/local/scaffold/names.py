"""How a new thing is called in all the places that name it."""

import re
from dataclasses import dataclass

from deploy.local.machine.service_list import SERVICES


@dataclass(frozen=True)
class Name:
    """`finance.loan_flagged`: a service, and what is new in it."""

    service: str
    name: str

    @classmethod
    def of(cls, text: str) -> "Name":
        """Raises SystemExit with what a name looks like."""
        service, _, name = text.partition(".")
        if service not in SERVICES or not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
            raise SystemExit(
                f"{text} is no name of something new: write SERVICE.NAME, as in finance.loan_flagged;"
                f" services are {', '.join(SERVICES)}"
            )
        return cls(service, name)

    @property
    def camel(self) -> str:
        return camel(self.name)

    @property
    def words(self) -> str:
        return self.name.replace("_", " ")

    @property
    def dashed(self) -> str:
        return self.name.replace("_", "-")

    @property
    def singular(self) -> str:
        return singular(self.name)

    @property
    def package(self) -> str:
        return f"services/{self.service}/{self.service}"

    @property
    def tests(self) -> str:
        return f"services/{self.service}/tests"


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def singular(name: str) -> str:
    """Of a plural as English makes most of them."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("s") if not name.endswith("ss") else name
