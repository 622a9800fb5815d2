"""What each notification says, and on which tab of the application its subject is seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lendkit.values.en_au import day, dollars, label, listed, plural
from notifications.domain import kinds
from notifications.domain.formatting import due_in, excerpt, reference, stage

Data = Mapping[str, Any]
Details = tuple[tuple[str, str], ...]

MOST_NAMES = 3
MOST_DOCUMENTS = 5


@dataclass(frozen=True)
class Message:
    """`details` are (label, value) rows that an email lists below the text; `tab` is part of the application's page."""

    title: str
    text: str
    details: Details = ()
    tab: str = ""


def application_lodged(data: Data, author: str) -> Message:
    borrowers = listed(data.get("party_names") or [], MOST_NAMES)
    amount = dollars(data["loan_amount"]) if data.get("loan_amount") else ""
    details = _details(data, ("Borrowers", borrowers), ("Loan amount", amount))
    return Message(f"New application {reference(data)}", f"Lodged by {author}.", details)


def assigned_to_you(data: Data, author: str) -> Message:
    text = f"{author} assigned this application to you."
    return Message(f"{reference(data)} assigned to you", text, _details(data))


def bdm_changed(data: Data, author: str) -> Message:
    return Message(f"New BDM for {reference(data)}", f"{author} changed the BDM on this application.", _details(data))


def stage_changed(data: Data, author: str) -> Message:
    """Also of a change that was undone."""
    before, after = stage(data["from"]), stage(data["to"])
    details = _details(data, ("Stage", after))
    if data.get("undoes"):
        return Message(f"{reference(data)}: back to {after}", f"{author} undid the change to {before}.", details)
    text = f"{author} changed the stage from {before} to {after}."
    return Message(f"{reference(data)}: stage changed to {after}", text, details)


def stage_stalled(data: Data) -> Message:
    name, since = stage(data["stage"]), day(data["since"])
    title = f"{reference(data)}: {plural(data['days'], 'day')} in {name}"
    details = _details(data, ("Stage", name), ("Since", since))
    return Message(title, f"The stage hasn't changed since {since}. Check what's outstanding.", details)


def your_repayment_due(data: Data) -> Message:
    title = f"Your repayment of {dollars(data['outstanding'])} is due on {day(data['due_date'])}"
    text = f"It's due {due_in(data['days'])}. If you've already paid, you don't need to do anything."
    return Message(title, text, _repayment(data), "repayments")


def repayment_due(data: Data) -> Message:
    title = f"{reference(data)}: repayment of {dollars(data['outstanding'])} due on {day(data['due_date'])}"
    text = f"The repayment is due {due_in(data['days'])}. The borrowers have been notified."
    return Message(title, text, _repayment(data), "repayments")


def interest_due(data: Data) -> Message:
    title = f"{reference(data)}: interest of {dollars(data['outstanding'])} due on {day(data['due_date'])}"
    return Message(title, f"The interest payment is due {due_in(data['days'])}.", _repayment(data), "repayments")


def loan_matures(data: Data) -> Message:
    title = f"{reference(data)}: loan matures on {day(data['due_date'])}"
    text = f"The loan matures {due_in(data['days'])}, with {dollars(data['outstanding'])} outstanding."
    return Message(title, text, _repayment(data), "repayments")


def your_repayment_overdue(data: Data) -> Message:
    title = f"Your repayment of {dollars(data['outstanding'])} is {plural(data['days'], 'day')} overdue"
    text = f"It was due on {day(data['due_date'])}. Please pay it now. If you can't, call us today."
    return Message(title, text, _repayment(data), "repayments")


def repayment_overdue(data: Data) -> Message:
    title = f"{reference(data)}: repayment {plural(data['days'], 'day')} overdue"
    text = f"{dollars(data['outstanding'])} was due on {day(data['due_date'])}. Call the borrowers."
    return Message(title, text, _repayment(data), "repayments")


def note_reminder(data: Data) -> Message:
    return Message(f"Reminder for {reference(data)}", excerpt(data["content"]), _details(data), "notes")


def mentioned(data: Data, author: str) -> Message:
    title = f"{author} mentioned you on {reference(data)}"
    return Message(title, excerpt(data["content"]), _details(data), "notes")


def fee_paid(data: Data) -> Message:
    name, amount, paid = f"{label(data['type'])} fee", dollars(data["amount"]), dollars(data["paid"])
    transaction = ("Reference", data.get("reference") or "")
    details = _details(data, ("Fee", name), ("Amount", amount), ("Paid", paid), transaction)
    title = f"{reference(data)}: {name.lower()}"
    if data["status"] != "paid":
        return Message(f"{title} partly paid", f"{paid} of {amount} received.", details, "fees")
    return Message(f"{title} paid", f"{amount} received.", details, "fees")


def documents_added(data: Data, author: str) -> Message:
    """`documents` are all that came in together."""
    documents = data["documents"]
    what = "a document" if len(documents) == 1 else f"{len(documents)} documents"
    names = listed([f"“{document['name']}”" for document in documents], MOST_NAMES)
    rows = ((label(document["type"]), document["name"]) for document in documents[:MOST_DOCUMENTS])
    return Message(f"{author} added {what} to {reference(data)}", f"Added {names}.", _details(data, *rows), "documents")


def part_refused(data: Data) -> Message:
    return Message(f"Action required on {reference(data)}", excerpt(data["detail"]), _details(data))


def email_failed(data: Data) -> Message:
    to = f" to {data['address']}" if data.get("address") else ""
    attempts = plural(data["attempts"], "attempt")
    text = f"The “{kinds.label(data['kind'])}” email{to} failed after {attempts}: {data['error']}"
    return Message("An email couldn't be delivered", excerpt(text), _details(data))


def _repayment(data: Data) -> Details:
    return _details(data, ("Amount", dollars(data["outstanding"])), ("Due", day(data["due_date"])))


def _details(data: Data, *rows: tuple[str, str]) -> Details:
    """The application first; what is not known is not listed."""
    application = ("Application", data.get("reference_number") or "")
    return tuple((name, value) for name, value in (application, *rows) if value)
