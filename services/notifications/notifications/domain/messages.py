"""What is said of each cause, and on which tab of the application it is seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from notifications.domain import words
from notifications.domain.people import Person

Data = Mapping[str, Any]
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Words:
    """A title, a sentence, the facts that a mail lists below, and where in the application it is seen."""

    title: str
    message: str
    facts: Facts = ()
    tab: str = ""


@dataclass(frozen=True)
class Notice:
    """One person is told this."""

    to: Person
    words: Words

    @property
    def title(self) -> str:
        return self.words.title

    @property
    def message(self) -> str:
        return self.words.message


def lodged(data: Data, author: str) -> Words:
    facts = _facts(data, ("Borrowers", words.listed(data.get("party_names") or [])), ("Amount", _amount(data)))
    return Words(f"New application {words.reference(data)}", f"{author} lodged it.", facts)


def yours(data: Data, author: str) -> Words:
    return Words(f"{words.reference(data)} is yours now", f"{author} assigned it to you.", _facts(data))


def new_bdm(data: Data, author: str) -> Words:
    return Words(f"New BDM for {words.reference(data)}", f"{author} changed who looks after it.", _facts(data))


def moved(data: Data, author: str) -> Words:
    back = "back " if data.get("undoes") else ""
    came, went = words.stage(data["from"]), words.stage(data["to"])
    title = f"{words.reference(data)} moved {back}to {went}"
    return Words(title, f"{author} moved it {back}from {came} to {went}.", _facts(data, ("Stage", went)))


def stale(data: Data) -> Words:
    stage, since = words.stage(data["stage"]), words.day(data["since"])
    title = f"{words.reference(data)} has stood in {stage} for {words.days(data['days'])}"
    facts = _facts(data, ("Stage", stage), ("Since", since))
    return Words(title, f"Nothing has moved since {since}. See what it waits for.", facts)


def your_repayment(data: Data) -> Words:
    title = f"Your repayment of {words.money(data['outstanding'])} is due on {words.day(data['due_date'])}"
    message = f"It is due {words.ahead(data['days'])}. If you have paid it already, there is nothing to do."
    return Words(title, message, _repayment(data), "repayments")


def repayment(data: Data) -> Words:
    title = f"{words.reference(data)}: {words.money(data['outstanding'])} due on {words.day(data['due_date'])}"
    message = f"The repayment is due {words.ahead(data['days'])}. Its borrowers have been told."
    return Words(title, message, _repayment(data), "repayments")


def interest_due(data: Data) -> Words:
    title = (
        f"{words.reference(data)}: interest of {words.money(data['outstanding'])} due on {words.day(data['due_date'])}"
    )
    return Words(title, f"The interest payment is due {words.ahead(data['days'])}.", _repayment(data), "repayments")


def loan_ends(data: Data) -> Words:
    title = f"{words.reference(data)}: the loan ends on {words.day(data['due_date'])}"
    message = f"It ends {words.ahead(data['days'])}, with {words.money(data['outstanding'])} still to come."
    return Words(title, message, _repayment(data), "repayments")


def you_are_late(data: Data) -> Words:
    title = f"Your repayment of {words.money(data['outstanding'])} is {words.days(data['days'])} overdue"
    message = f"It was due on {words.day(data['due_date'])}. Pay it now, or call us today if you cannot."
    return Words(title, message, _repayment(data), "repayments")


def late(data: Data) -> Words:
    title = f"{words.reference(data)}: a repayment is {words.days(data['days'])} overdue"
    message = f"{words.money(data['outstanding'])} was due on {words.day(data['due_date'])}. Call the borrowers."
    return Words(title, message, _repayment(data), "repayments")


def reminder(data: Data) -> Words:
    return Words(f"Reminder for {words.reference(data)}", words.excerpt(data["content"]), _facts(data), "notes")


def mentioned(data: Data, author: str) -> Words:
    title = f"{author} mentioned you on {words.reference(data)}"
    return Words(title, words.excerpt(data["content"]), _facts(data), "notes")


def fee_paid(data: Data) -> Words:
    name, amount = f"{words.noun(data['type'])} fee", words.money(data["amount"])
    paid = words.money(data["paid"])
    facts = _facts(data, ("Fee", name), ("Amount", amount), ("Paid", paid), ("Reference", data.get("reference") or ""))
    if data["status"] != "paid":
        return Words(f"{words.reference(data)}: part of a fee paid", f"{paid} of {amount} is paid.", facts, "fees")
    return Words(f"{words.reference(data)}: {name.lower()} paid", f"{amount} is paid.", facts, "fees")


def documents(data: Data, author: str) -> Words:
    """`documents` are all that came in together."""
    added = data["documents"]
    what = "a document" if len(added) == 1 else f"{len(added)} documents"
    names = words.listed([f"“{one['name']}”" for one in added])
    facts = _facts(data, *((words.noun(one["type"]), one["name"]) for one in added[:5]))
    return Words(f"{author} added {what} to {words.reference(data)}", f"Added: {names}.", facts, "documents")


def refused(data: Data) -> Words:
    return Words(f"Action required on {words.reference(data)}", words.excerpt(data["detail"]), _facts(data))


def undelivered(data: Data) -> Words:
    where = f" to {data['address']}" if data.get("address") else ""
    tries = "1 try" if data["attempts"] == 1 else f"{data['attempts']} tries"
    message = f"{words.noun(data['kind'])}{where} was given up on after {tries}: {data['error']}"
    return Words("A mail could not be delivered", words.excerpt(message), _facts(data))


def _repayment(data: Data) -> Facts:
    amount, due = ("Amount", words.money(data["outstanding"])), ("Due", words.day(data["due_date"]))
    return _facts(data, amount, due)


def _amount(data: Data) -> str:
    return words.money(data["loan_amount"]) if data.get("loan_amount") else ""


def _facts(data: Data, *more: tuple[str, str]) -> Facts:
    """The application first; what is not known is not listed."""
    return tuple((name, text) for name, text in (("Application", data.get("reference_number") or ""), *more) if text)
