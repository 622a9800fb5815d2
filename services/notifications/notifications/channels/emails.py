"""A mail as it is written: text and HTML of the same content, set like the product, with the headers it needs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lendkit.values import dates

TEMPLATES = Path(__file__).parent / "templates"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class Letter:
    """`groups` are a digest's; `url` is where its button leads; without `unsubscribe` it cannot be ended."""

    address: str
    name: str
    message_id: str
    title: str
    message: str
    facts: Sequence[Sequence[str]] = ()
    groups: Sequence[Mapping[str, Any]] = ()
    url: str = ""
    button: str = "Open the application"
    why: str = ""
    settings_url: str = ""
    unsubscribe: str = ""


def write(letter: Letter, sender: str) -> EmailMessage:
    """Raises ValueError for an address that cannot be written to."""
    mail = EmailMessage(policy=SMTP.clone(max_line_length=200))
    name, address = parseaddr(sender)
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = _addressed(letter.name, letter.address)
    mail["Subject"] = _one_line(letter.title)
    mail["Message-ID"] = letter.message_id
    mail["Date"] = format_datetime(dates.now())
    mail["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(render("mail.txt", letter=letter), cte="quoted-printable")
    mail.add_alternative(html("mail.html", letter=letter), subtype="html", cte="quoted-printable")
    return mail


def _addressed(name: str, address: str) -> Address:
    """The library has three ways of saying that this is no address."""
    try:
        return Address(_one_line(name), addr_spec=address)
    except (HeaderParseError, IndexError) as exc:
        raise ValueError("not an address") from exc


def message_id(id: Any, sender: str) -> str:
    """Stable: every try of one delivery carries the same."""
    return f"<{id}@{parseaddr(sender)[1].rpartition('@')[2]}>"


def html(template: str, **values: Any) -> str:
    """A page or a mail, its styles written into its tags: mail programs know no other."""
    return _inliner().inline(render(template, **values))


def render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True, keep_at_rules=True)


def _one_line(text: str) -> str:
    return _CONTROLS.sub(" ", text).strip()
