"""How an email is written: text and HTML of the same content, in the product's look, with the headers it needs."""

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
class Email:
    """`details` are (label, value) rows, `groups` those of a digest; `url` is where the button leads; `reason` says why
    it was sent; without `unsubscribe_url` it cannot be unsubscribed from."""

    address: str
    name: str
    message_id: str
    title: str
    message: str
    details: Sequence[Sequence[str]] = ()
    groups: Sequence[Mapping[str, Any]] = ()
    url: str = ""
    button: str = "View application"
    reason: str = ""
    settings_url: str = ""
    unsubscribe_url: str = ""


def write(email: Email, sender: str) -> EmailMessage:
    """Raises ValueError for an address that cannot be written to."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=200))
    name, address = parseaddr(sender)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = _addressed(email.name, email.address)
    message["Subject"] = _one_line(email.title)
    message["Message-ID"] = email.message_id
    message["Date"] = format_datetime(dates.now())
    message["Auto-Submitted"] = "auto-generated"
    if email.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{email.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(render("email.txt", email=email), cte="quoted-printable")
    message.add_alternative(html("email.html", email=email), subtype="html", cte="quoted-printable")
    return message


def _addressed(name: str, address: str) -> Address:
    """The library has three errors for what is no address."""
    try:
        return Address(_one_line(name), addr_spec=address)
    except (HeaderParseError, IndexError) as exc:
        raise ValueError("not an address") from exc


def message_id(id: Any, sender: str) -> str:
    """Stable: every attempt of one delivery carries the same."""
    return f"<{id}@{parseaddr(sender)[1].rpartition('@')[2]}>"


def html(template: str, **values: Any) -> str:
    """A page or an email with its styles inlined, which is all that email programs apply."""
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
