"""Says at the end of a run what was left out and why: a test nobody ran proves nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import settings

# a machine shared with others is slow at times: what a test takes says nothing about what it tests
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each reason, with the number of tests."""
    reports = terminalreporter.stats.get("skipped", ())
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in reports if isinstance(report.longrepr, tuple))
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"Left out {count}: {reason}")
