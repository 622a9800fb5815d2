"""Another origin may call only when the settings name it."""

from flask import Flask

ORIGIN = "https://app.lend.example"
ASKS = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}


def test_an_allowed_origin_reads_the_answer(plain_app: Flask) -> None:
    answer = plain_app.test_client().get("/api/auth/health/live/", headers={"Origin": ORIGIN})
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Origin" in answer.headers["Vary"]


def test_an_allowed_origin_may_ask_beforehand_without_a_token(plain_app: Flask) -> None:
    answer = plain_app.test_client().options("/api/auth/loans/", headers={"Origin": ORIGIN, **ASKS})
    assert answer.status_code in (200, 204)
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert all(name in allowed for name in ("authorization", "content-type", "idempotency-key", "if-match"))


def test_a_foreign_origin_gets_nothing(plain_app: Flask) -> None:
    for origin in ("https://evil.example", "null", f"{ORIGIN}.evil.example"):
        answer = plain_app.test_client().get("/api/auth/health/live/", headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers
