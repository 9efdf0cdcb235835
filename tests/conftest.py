"""No example has a deadline of its own; one line about the beds before pytest's closing line."""

import re
import signal
from contextlib import suppress

# What nohup or a script's background job has had ignored would be so, too, in the processes that tests send it to;
# what is handled, if only by doing nothing, is not.
for _each in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_each) == signal.SIG_IGN:
        signal.signal(_each, lambda *_: None)

with suppress(ImportError):  # a bed may lack it, and the tests that need it
    from hypothesis import settings

    # A busy machine is no fault, and the same examples each time; `--hypothesis-profile=search` looks for others.
    settings.register_profile("pi_nn", deadline=None, derandomize=True)
    settings.register_profile("search", deadline=None, max_examples=2000)
    settings.load_profile("pi_nn")

_BED = re.compile(r"tests/beds/test_bed_(\w+)\.py")


def _outcomes(reporter):
    """The reports of each bed: name -> list of (outcome, report)."""
    beds = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in reporter.stats.get(outcome, []):
            found = _BED.search(report.nodeid)
            if found:
                beds.setdefault(found[1], []).append((outcome, report))
    return beds


def _verdict(reports):
    outcomes = {outcome for outcome, _ in reports}
    if outcomes & {"failed", "error"}:
        return "failed"
    if "skipped" in outcomes:
        report = next(report for outcome, report in reports if outcome == "skipped")
        return f"skipped ({report.longrepr[2].removeprefix('Skipped: ')})"
    return "ok"


def pytest_terminal_summary(terminalreporter):
    beds = _outcomes(terminalreporter)
    if beds:
        line = ", ".join(f"{name} {_verdict(reports)}" for name, reports in sorted(beds.items()))
        terminalreporter.write_line(f"beds: {line}")
