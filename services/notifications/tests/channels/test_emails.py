"""What people wrote is text in an email, and nothing else."""

from email.message import EmailMessage
from typing import Any

import pytest

from notifications.channels.emails import Email, write

SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)"> {{7*7}} {% for x in y %} &amp; \'"'
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x"


def an_email(**texts: Any) -> EmailMessage:
    own = {
        "address": "noah@garcia.example",
        "name": "Noah",
        "message_id": "<1@lend.example>",
        "title": "A",
        "message": "B",
    }
    return write(Email(**{**own, **texts}), "Lend <no-reply@lend.example>")


def parts(mail: EmailMessage) -> tuple[str, str]:
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None and html is not None
    return plain.get_content(), html.get_content()


@pytest.mark.parametrize(
    "texts",
    [
        {"title": SCRIPT},
        {"message": SCRIPT},
        {"details": [("Borrower", SCRIPT)]},
        {"reason": SCRIPT},
        {"groups": [{"heading": SCRIPT, "items": [{"title": SCRIPT, "message": SCRIPT, "url": ""}], "more": 0}]},
    ],
    ids=lambda texts: next(iter(texts)),
)
def test_a_script_is_text(texts: dict[str, Any]) -> None:
    _, html = parts(an_email(**texts))
    assert SHOWN in html and "<script" not in html and "<img src=x" not in html
    assert "{{7*7}}" in html and "49" not in html.replace("#49", "")


@pytest.mark.parametrize("field", ["name", "title"])
def test_a_line_break_adds_no_header(field: str) -> None:
    mail = an_email(**{field: "A\r\nBcc: thief@x.example\n\n<b>"})
    assert mail["Bcc"] is None and "thief" in f"{mail['To']}{mail['Subject']}"


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nBcc: x@y.example", "a@b.example, x@y.example", "<x@y.example>", ""]
)
def test_an_address_is_one_address(address: str) -> None:
    with pytest.raises(ValueError):
        an_email(address=address)
