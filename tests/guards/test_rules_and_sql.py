"""Rules stand in `domain` and `commands`, SQL in `store` and `queries`."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.guards import sources
from tests.guards.sources import Source

WITHOUT_SQL = {"commands", "consumers", "jobs", "routes", "domain", "channels"}
WITHOUT_RULES = {"store", "queries"}
RUNS_SQL = {"execute", "one", "all", "scalar"}
TELLS_OTHERS = {"emit", "publish"}
SQL = re.compile(
    r"\b(SELECT\s+[\w*('.]|INSERT\s+INTO\s|UPDATE\s+\w+\s+(AS\s+\w+\s+)?SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX)\s"
    r"|ALTER\s+TABLE\s|TRUNCATE\s|ORDER\s+BY\s|ON\s+CONFLICT\s|FOR\s+UPDATE\b|LEFT\s+JOIN\s)"
)


def sql_outside_its_layers(source: Source) -> Iterator[str]:
    """Statements that are run or written where the rules are."""
    if source.layer not in WITHOUT_SQL:
        return
    runners = connections(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNS_SQL:
            receiver = ast.unparse(node.func.value)
            if receiver in runners or receiver.endswith(".connection"):
                yield f"{source.path}:{node.lineno}: {receiver}.{node.func.attr}() belongs in store or queries"
        elif isinstance(node, ast.ImportFrom) and node.module == "lendkit.runtime.sql":
            yield f"{source.path}:{node.lineno}: a .sql file is loaded in store or queries"
    for line, text, documents in sources.strings(source.tree):
        if not documents and SQL.search(text):
            yield f"{source.path}:{line}: SQL belongs in store or queries"


def connections(tree: ast.AST) -> set[str]:
    """The names in a module that are a Work or the module `db`."""
    names = {"db"}
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation and ast.unparse(node.annotation).split(".")[-1] == "Work":
            names.add(node.arg)
        elif isinstance(node, ast.withitem) and ast.unparse(node.context_expr).endswith("work()"):
            names |= {ast.unparse(node.optional_vars)} if node.optional_vars else set()
    return names


def rules_among_the_sql(source: Source, errors: set[str]) -> Iterator[str]:
    """Refusals raised and events published where the SQL is; `errors` are the names of DomainError and its kinds."""
    if source.layer not in WITHOUT_RULES:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Raise) and node.exc:
            name = ast.unparse(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
            if name.split(".")[-1] in errors:
                yield f"{source.path}:{node.lineno}: raise {name} belongs in domain or commands"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TELLS_OTHERS:
            yield f"{source.path}:{node.lineno}: {ast.unparse(node.func)}() belongs in commands"


def domain_errors() -> set[str]:
    """DomainError and every class that is made of it, here or in a service."""
    modules = [*sources.lendkit(), *sources.services()]
    classes = [node for source in modules for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)]
    known = {"DomainError"}
    while True:
        more = {node.name for node in classes for base in node.bases if ast.unparse(base).split(".")[-1] in known}
        if more <= known:
            return known
        known |= more


def test_no_statement_outside_store_and_queries() -> None:
    findings = [finding for source in sources.services() for finding in sql_outside_its_layers(source)]
    assert sources.unexcused("sql", findings) == []


def test_store_and_queries_refuse_nothing_and_publish_nothing() -> None:
    errors = domain_errors()
    findings = [finding for source in sources.services() for finding in rules_among_the_sql(source, errors)]
    assert sources.unexcused("rules", findings) == []


@pytest.mark.parametrize(
    "text",
    [
        'def pay(w: Work) -> None:\n    w.execute("…")',
        'with work() as unit:\n    unit.one("…")',
        'rows = db.all("…")',
        'STATEMENT = "SELECT id FROM loan"',
        'STATEMENT = f"UPDATE loan SET status = {status}"',
        "from lendkit.runtime.sql import load",
    ],
)
def test_a_command_with_sql_is_refused(text: str) -> None:
    assert list(sql_outside_its_layers(Source("pay.py", "finance", "commands", text)))
    assert not list(sql_outside_its_layers(Source("pay.py", "finance", "store", text)))


@pytest.mark.parametrize(
    "text", ['"""Select a loan; update its set."""', "all(rows)", "queue.one()", 'note = "SELECT"']
)
def test_a_command_without_sql_passes(text: str) -> None:
    assert not list(sql_outside_its_layers(Source("pay.py", "finance", "commands", text)))


@pytest.mark.parametrize(
    "text", ['raise NotFound("…")', "raise errors.Forbidden", "w.emit(event)", "w.publish(type, {})"]
)
def test_a_store_with_a_rule_is_refused(text: str) -> None:
    errors = domain_errors()
    assert {"DomainError", "NotFound", "Forbidden"} <= errors
    assert list(rules_among_the_sql(Source("loans.py", "finance", "store", text), errors))
    assert not list(rules_among_the_sql(Source("loans.py", "finance", "commands", text), errors))
    assert not list(rules_among_the_sql(Source("loans.py", "finance", "store", "raise ValueError"), errors))
