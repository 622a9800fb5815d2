"""The mail catcher keeps each mail as one whole file."""

import email
import os
import signal
import smtplib
import time
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from deploy.local.infra import mailbox
from deploy.local.machine.places import Places
from deploy.local.machine.ports import Reservation, free
from deploy.local.machine.spawn import spawn


def test_each_mail_is_one_file(tmp_path: Path) -> None:
    reservation = Reservation(Places(tmp_path).key)
    port = reservation.port()
    pid = spawn(lambda: mailbox.serve(port, tmp_path), log=tmp_path / "mail.log", env={})
    deadline = time.monotonic() + 10
    while free(port):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for number in range(2):
            smtp.send_message(mail(number))
    os.kill(pid, signal.SIGTERM)
    assert os.waitpid(pid, 0)[1] == 0
    reservation.release()
    kept = [email.message_from_bytes(file.read_bytes(), policy=default) for file in sorted(tmp_path.glob("*.eml"))]
    assert [message["Subject"] for message in kept] == ["Repayment 0 – due", "Repayment 1 – due"]
    assert kept[0]["X-Envelope-To"] == "client@lend.example"


def mail(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "lend@lend.example", "client@lend.example"
    message["Subject"] = f"Repayment {number} – due"
    message.set_content("Zoë, your repayment is due.")
    return message
