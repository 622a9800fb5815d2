"""An email is sent once; what fails now is tried again for four hours; the admins hear of what fails for good."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from notifications.channels import smtp
from notifications.commands import send_email
from notifications.settings import Settings
from notifications.store import deliveries
from services.notifications.tests.factories import BD, PARTY, application, event, lodged, moved, party, user
from services.notifications.tests.mail_server import MailServer

Deliver = Callable[..., None]


@pytest.fixture
def mail(free_port: int, settings_extra: dict[str, Any]) -> Iterator[MailServer]:
    server = MailServer(free_port).start()
    Settings(service="notifications", database_url="", smtp_url=server.url, **settings_extra).use()
    yield server
    server.end()


def _rows() -> list[Any]:
    return list(db.all("SELECT * FROM delivery ORDER BY id"))


def _run(after: timedelta = timedelta(0)) -> None:
    """The worker, at this time from now: whatever is due is delivered."""
    with time_machine.travel(dates.now() + after, tick=True):
        for row in _rows():
            send_email.send(row.id)


@pytest.fixture
def bdm(deliver: Deliver, database: db.Database) -> Event:
    """A BDM who was told of an application."""
    bdm = user("bd", bd_id=BD)
    deliver(bdm, lodged(application()))
    return bdm


def test_an_email_is_sent_once_and_says_what_the_list_says(bdm: Event, mail: MailServer) -> None:
    _run()
    _run()
    [(address, message)] = mail.mails
    assert address == bdm.data["email"]
    assert message["Subject"] == "New application APP-2026-000012"
    assert message["Message-ID"] == _rows()[0].message_id
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    for body in (text, html):
        assert "Lodged by Sarah Chen." in body
        assert "https://lend.example/applications/" in body
    assert [(row.state, row.attempts) for row in _rows()] == [("sent", 1)]


@pytest.mark.parametrize("answer", ["451 try later", "421 closing"])
def test_a_temporary_failure_is_tried_again(bdm: Event, mail: MailServer, answer: str) -> None:
    mail.recipient = answer
    _run()
    row = _rows()[0]
    assert (row.state, row.attempts, row.last_error[:3]) == ("pending", 1, answer[:3])
    _run()
    assert _rows()[0].attempts == 1  # not before its time
    mail.recipient = "250 OK"
    _run(timedelta(seconds=6))
    assert ([row.state for row in _rows()], mail.to) == (["sent"], [bdm.data["email"]])


def test_while_the_server_is_down_the_list_has_it_and_the_email_goes_later(bdm: Event, mail: MailServer) -> None:
    mail.stop()
    _run()
    assert db.scalar("SELECT count(*) FROM notification WHERE user_id = :id", {"id": bdm.subject}) == 1
    assert _rows()[0].state == "pending"
    mail.start()
    _run(timedelta(seconds=6))
    assert mail.to == [bdm.data["email"]]


def test_a_server_that_stalls_costs_seconds_and_no_email(
    bdm: Event, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.3)
    mail.stall = 60
    began = dates.now()
    _run()
    assert dates.now() - began < timedelta(seconds=5)
    assert (_rows()[0].state, mail.mails) == ("pending", [])


def test_after_four_hours_it_has_failed_and_the_admin_is_notified(
    bdm: Event, mail: MailServer, deliver: Deliver, emitted: Callable[..., list[Event]]
) -> None:
    admin = user("admin")
    deliver(admin)
    mail.stop()
    for minutes in range(0, 300, 5):
        _run(timedelta(minutes=minutes))
    row = _rows()[0]
    assert row.state == "failed"
    assert timedelta(hours=3) < row.ended_at - row.first_try_at <= timedelta(hours=4, minutes=5)
    [failed] = emitted("notifications.delivery_failed.v1")
    assert (failed.subject, failed.data["kind"], failed.data["attempts"]) == (
        row.id,
        "application_lodged",
        row.attempts,
    )
    deliver(failed)
    seen = db.one("SELECT title, message FROM notification WHERE user_id = :id", {"id": admin.subject})
    assert seen is not None
    assert (seen.title, bdm.data["email"] in seen.message) == ("An email couldn't be delivered", True)
    assert len(_rows()) == 1  # of a mail that failed no mail is written


def test_an_address_that_does_not_exist_fails_at_once_and_the_event_does_not_name_it(
    bdm: Event, mail: MailServer, emitted: Callable[..., list[Event]]
) -> None:
    mail.recipient = f"550 <{bdm.data['email']}>: no such mailbox"
    _run()
    assert (_rows()[0].state, _rows()[0].attempts) == ("failed", 1)
    [failed] = emitted("notifications.delivery_failed.v1")
    assert failed.data["error"] == "550 <…>: no such mailbox"


def test_our_own_refused_login_is_a_temporary_failure(bdm: Event, mail: MailServer) -> None:
    Settings(
        service="notifications", database_url="", smtp_url=mail.url.replace("//", "//me:wrong@"), client_secret="x"
    ).use()
    _run()
    assert _rows()[0].state == "pending"


def test_a_delivery_is_claimed_once_and_again_when_its_sender_died(bdm: Event, mail: MailServer) -> None:
    from lendkit.messaging.work import work

    row = _rows()[0]
    with work() as w:
        assert deliveries.claim(w, row.id, dates.now()) is not None
    _run()
    assert mail.mails == []  # another is sending it
    _run(deliveries.RETAKE_AFTER + timedelta(seconds=1))
    assert (mail.to, _rows()[0].attempts) == ([bdm.data["email"]], 2)


def test_a_user_who_was_deactivated_since_gets_no_email(bdm: Event, mail: MailServer, deliver: Deliver) -> None:
    gone = user("bd", id=bdm.subject, version=2, active=False, bd_id=BD)
    deliver(gone)
    _run()
    assert (mail.mails, _rows()[0].state) == ([], "dropped")


def test_the_email_of_a_stage_change_waits_ten_seconds_and_is_dropped_by_its_undo(
    bdm: Event, mail: MailServer, deliver: Deliver
) -> None:
    data = application()
    deliver(lodged(data), moved(data, "inquiry", "sent_to_lender"))
    _run()
    assert len(mail.mails) == 2  # the two submits
    undo = moved(data, "sent_to_lender", "inquiry", sequence=3, undoes=str(uuid7()))
    deliver(undo)
    _run(timedelta(seconds=30))
    assert len(mail.mails) == 2
    assert [row.state for row in _rows()] == ["sent", "sent", "dropped"]
    assert db.scalar("SELECT count(*) FROM notification WHERE kind = 'stage_changed'") == 2  # the list has both


def test_a_late_undo_is_emailed_to_those_who_got_the_stage_change(
    bdm: Event, mail: MailServer, deliver: Deliver
) -> None:
    data = application()
    deliver(lodged(data), moved(data, "inquiry", "sent_to_lender"))
    _run(timedelta(seconds=11))
    deliver(moved(data, "sent_to_lender", "inquiry", sequence=3, undoes=str(uuid7())))
    _run(timedelta(seconds=30))
    assert mail.mails[-1][1]["Subject"] == "APP-2026-000012: back to Enquiry"


def test_no_email_is_sent_about_a_deleted_application(bdm: Event, mail: MailServer, deliver: Deliver) -> None:
    data = application()
    deliver(lodged(data), moved(data, "inquiry", "sent_to_lender"))
    gone = {key: data[key] for key in ("id", "application_id", "version", "reference_number")}
    deliver(event("application_deleted", gone, sequence=3))
    _run(timedelta(seconds=30))
    assert len(mail.mails) == 1  # the fixture's own application
    assert db.scalar("SELECT count(*) FROM notification") == 1


def test_a_name_with_a_line_break_cannot_add_a_header(mail: MailServer, deliver: Deliver) -> None:
    client = party(PARTY, name="Noah\r\nBcc: thief@x.example", email="noah@garcia.example")
    deliver(client, user("client", party_ids=[PARTY]), lodged(data := application()))
    deliver(moved(data, "inquiry", "sent_to_lender"))
    _run(timedelta(seconds=11))
    [(address, message)] = mail.mails
    assert (address, message["Bcc"]) == ("noah@garcia.example", None)
    assert "Noah Bcc: thief" in message["To"]
