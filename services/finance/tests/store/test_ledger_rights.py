"""Neither the service's login nor the owner of the tables may change what was posted."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError

from lendkit.runtime import db
from services.finance.tests.factories import findings, refused


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET effective_on = '2020-01-01'",
        "UPDATE posting SET amount_cents = -amount_cents",
        "UPDATE account_balance SET balance_cents = 0",
        "UPDATE ledger_account SET code = 'bank_clearing'",
        "UPDATE period SET closed_at = NULL",
        "DELETE FROM posting",
        "DELETE FROM journal_entry",
        "DELETE FROM account_balance",
        "DELETE FROM ledger_account",
        "DELETE FROM period",
        "TRUNCATE posting",
        "TRUNCATE journal_entry CASCADE",
        "INSERT INTO journal_kind VALUES ('gift')",
        "INSERT INTO account_balance (account_id) SELECT id FROM ledger_account",
        "ALTER TABLE posting DISABLE TRIGGER ALL",
        "DROP TRIGGER posting_sealed ON posting",
        "SET session_replication_role = replica",
    ],
)
def test_the_login_has_no_right_to_it(posted: UUID, statement: str) -> None:
    message = refused(lambda w: (w.execute(statement), None)[1])
    assert "permission denied" in message or "must be owner" in message
    assert [finding for finding in findings() if "records" not in finding] == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET effective_on = '2020-01-01'",
        "UPDATE posting SET amount_cents = -amount_cents",
        "DELETE FROM posting",
        "TRUNCATE posting",
        "TRUNCATE journal_entry CASCADE",
        "DELETE FROM ledger_account",
    ],
)
def test_even_the_owner_of_the_tables_is_refused(
    database: db.Database, databases: Any, posted: UUID, statement: str
) -> None:
    owner = db.Database(databases.url(database.engine.url.database, "finance_owner"))
    with pytest.raises(DBAPIError, match=r"append-only|foreign key"), owner.engine.begin() as connection:
        db.run(connection, statement)
    owner.dispose()
