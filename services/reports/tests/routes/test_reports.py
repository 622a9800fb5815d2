"""What all reports share: who may ask, how old the facts are, filters, and files."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from lendkit.contracts import Event
from lendkit.testing.client import Client
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from reports.domain import csv_export
from reports.queries import report
from reports.schemas.compliance import ComplianceReport
from reports.schemas.status import StatusReport
from reports.schemas.volume import VolumeReport
from services.reports.tests.factories import BD, BRANCH, Deal, directory, settled

Ask = Callable[..., dict[str, Any]]
Deliver = Callable[..., None]
REPORTS = ("repayment-compliance", "application-volume", "application-status")


def _path(name: str) -> str:
    return f"/api/reports/{name}/"


def _beat(owner: str, seconds_ago: int) -> Event:
    as_of = (dates.now() - timedelta(seconds=seconds_ago)).isoformat()
    return Event(f"{owner}.heartbeat.v1", uuid7(), 1, {"as_of": as_of})


def _csv(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


@pytest.mark.parametrize("name", REPORTS)
def test_staff_see_all_and_brokers_and_clients_nothing(client: Client, deliver: Deliver, name: str) -> None:
    deal, events = settled()
    deliver(*events, deal.instalment("2026-11-01"))
    for role in ("admin", "credit", "accounts"):
        assert client.acting(role).get(_path(name)).json["rows_total"] == 1
    for role in ("broker", "client"):
        answer = client.acting(role, broker_id=deal.data["broker_id"]).get(_path(name))
        assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert client.get(_path(name)).status_code == 401


@pytest.mark.parametrize("name", REPORTS)
def test_a_bdm_sees_what_is_theirs_or_their_branchs(client: Client, deliver: Deliver, name: str) -> None:
    mine, events = settled("APP-2026-000001", branch_id=None)
    ours, more = settled("APP-2026-000002", bd_id=None)
    theirs, rest = settled("APP-2026-000003", bd_id=str(uuid7()), branch_id=str(uuid7()))
    due = [deal.instalment("2026-11-01") for deal in (mine, ours, theirs)]
    deliver(*events, *more, *rest, *due)
    bdm = client.acting("bd", bd_id=BD, branch_id=BRANCH)
    answer = bdm.get(_path(name)).json
    assert {row["reference_number"] for row in answer["rows"]} == {"APP-2026-000001", "APP-2026-000002"}
    counted = dict(zip(REPORTS, ("due", "lodged", "settled"), strict=True))[name]
    assert sum(entry[counted]["count"] for entry in answer["series"]["by_bd"]) == 2
    assert bdm.get(_path(name), query_string={"bd_id": theirs.data["bd_id"]}).json["rows"] == []
    assert len(_csv(bdm.get(_path(name), query_string={"format": "csv"}))) == 2
    assert client.acting("bd").get(_path(name)).json["rows"] == []


@pytest.mark.parametrize(("name", "oldest"), zip(REPORTS, ("finance", "applications", "finance"), strict=True))
def test_it_is_as_old_as_the_owner_that_was_heard_longest_ago(ask: Ask, name: str, oldest: str) -> None:
    assert ask(name)["as_of"] is None
    ages = {"applications": 3, "finance": 9, "parties": 60}  # names may be older
    beats = {owner: _beat(owner, seconds) for owner, seconds in ages.items()}
    heard, beat = (
        datetime.fromisoformat(as_of) for as_of in (ask(name, *beats.values())["as_of"], beats[oldest].data["as_of"])
    )
    assert heard == beat  # as instants: PostgreSQL leaves out zeros at the end


def test_the_answer_repeats_its_filters(ask: Ask) -> None:
    answer = ask(REPORTS[1], from_="2026-07-01", to="2027-06-30", bd_id=BD)
    assert answer["filters"] == {
        "from": "2026-07-01",
        "to": "2027-06-30",
        "bd_id": str(BD),
        "broker_id": None,
        "branch_id": None,
    }


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-02-30", "/from"),
        ("from=1", "/from"),
        ("to=9999-12-31", "/to"),
        ("from=2026-11-02&to=2026-11-01", "/to"),
        ("from=1926-11-02&to=2026-11-01", "/to"),
        ("from=2016-11-02&to=2026-11-03", "/to"),
        ("bd_id=7", "/bd_id"),
        ("broker_id=' OR 1=1", "/broker_id"),
        ("format=xlsx", "/format"),
        ("format=pdf", "/format"),
        ("stage=settled", "/stage"),
    ],
)
@pytest.mark.parametrize("name", REPORTS)
def test_a_wrong_filter_is_named(client: Client, name: str, query: str, field: str) -> None:
    answer = client.acting("admin").get(f"{_path(name)}?{query}")
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]


def test_an_unknown_format_is_refused_with_the_formats_there_are(client: Client) -> None:
    answer = client.acting("admin").get(_path(REPORTS[0]), query_string={"format": "xlsx"})
    assert answer.json["errors"] == {"/format": ["Choose json or csv."]}


@pytest.mark.parametrize("query", ["from=2016-11-02&to=2026-11-02", "from=2024-02-29", "from=&to=&bd_id=&format=json"])
def test_ten_years_one_end_and_blanks_are_fine(client: Client, query: str) -> None:
    assert client.acting("admin").get(f"{_path(REPORTS[0])}?{query}").status_code == 200


@pytest.mark.parametrize("name", REPORTS)
def test_a_file_has_a_name_a_heading_and_a_line_for_every_row(
    today: None, client: Client, deliver: Deliver, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "SHOWN_ROWS", 1)
    deals = [settled(f"APP-2026-00000{number}", party_names=["Zoë, “Z” Čapek"]) for number in range(3)]
    deliver(*directory(), *(event for _, events in deals for event in events))
    deliver(*(deal.instalment("2026-11-01") for deal, _ in deals))
    answer = client.acting("accounts").get(_path(name), query_string={"format": "csv"})
    assert answer.content_type == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}-2026-11-24.csv"'
    assert answer.data.decode("utf-8").count("\r\n") == 4
    assert {line["Reference"] for line in _csv(answer)} == {f"APP-2026-00000{number}" for number in range(3)}
    assert {(line["Clients"], line["BDM"]) for line in _csv(answer)} == {("Zoë, “Z” Čapek", "Priya Raman")}
    shown = client.acting("accounts").get(_path(name)).json
    assert (len(shown["rows"]), shown["rows_total"]) == (1, 3)


def test_no_value_is_a_formula(client: Client, deliver: Deliver) -> None:
    deal = Deal(party_names=['=HYPERLINK("http://evil.example","Noah")'])
    deliver(*directory(), deal.lodged())
    [line] = _csv(client.acting("admin").get(_path(REPORTS[1]), query_string={"format": "csv"}))
    assert line["Clients"] == '\'=HYPERLINK("http://evil.example","Noah")'


def test_a_file_that_would_be_too_long_is_refused(
    client: Client, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_export, "MAX_ROWS", 1)
    deliver(Deal("APP-2026-000001").lodged(), Deal("APP-2026-000002").lodged())
    answer = client.acting("admin").get(_path(REPORTS[1]), query_string={"format": "csv"})
    assert answer.status_code == 422 and list(answer.json["errors"]) == ["/from"]


@pytest.mark.parametrize("name", REPORTS)
def test_the_answer_is_what_its_document_says(client: Client, deliver: Deliver, name: str) -> None:
    schema = dict(zip(REPORTS, (ComplianceReport, VolumeReport, StatusReport), strict=True))[name]
    deal, events = settled()
    deliver(*directory(), *events, deal.instalment("2026-11-01"), deal.payment("2026-11-02"))
    assert schema().validate(client.acting("admin").get(_path(name)).json) == {}
