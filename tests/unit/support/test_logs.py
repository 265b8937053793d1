from __future__ import annotations

import logging

from tests.support.logs import ExpectedLogs


def record(level: int, message: str) -> logging.LogRecord:
    return logging.LogRecord("app.net", level, __file__, 1, message, None, None)


def test_quiet_tests_pass() -> None:
    assert ExpectedLogs().verdict([record(logging.INFO, "fine")]) == []


def test_an_unannounced_warning_is_a_fault() -> None:
    assert ExpectedLogs().verdict([record(logging.WARNING, "odd")]) == ["unexpected log: WARNING app.net: odd"]


def test_an_announced_warning_is_none() -> None:
    expect = ExpectedLogs()
    expect("app.net: od+")
    assert expect.verdict([record(logging.ERROR, "odd")]) == []


def test_an_announced_warning_must_come() -> None:
    expect = ExpectedLogs()
    expect("odd")
    assert expect.verdict([]) == ["expected log did not come: odd"]


def test_an_allowed_warning_may_stay_away() -> None:
    expect = ExpectedLogs()
    expect("odd", always=False)
    assert expect.verdict([]) == []
    assert expect.verdict([record(logging.WARNING, "odd")]) == []


def test_the_rule_holds_in_this_run(expect_log: ExpectedLogs) -> None:
    expect_log("announced")
    logging.getLogger("app.test").warning("announced")
