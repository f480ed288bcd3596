"""`./maskloop audit`: which of the locked packages have known vulnerabilities."""

import contextlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from backend.services.audit.reports import Finding, Report
from backend.services.audit.tools import audit_node, audit_python, set_up_tools
from backend.services.installation import Installation

CLEAN, VULNERABLE, UNCHECKED = 0, 1, 2
COLUMNS = ("package", "version", "vulnerability", "mended in")


def run_audit(installation: Installation, *, as_json: bool) -> int:
    """Ask and print. Returns 0 for nothing known, 1 for known vulnerabilities, 2 where not all could be asked."""
    with contextlib.redirect_stdout(sys.stderr):  # standard output is the result's alone
        python = set_up_tools(installation)
    reports = [audit_python(python), audit_node()]
    print(show_json(reports) if as_json else show_table(reports))
    return judge(reports)


def judge(reports: Sequence[Report]) -> int:
    if any(report.findings for report in reports):
        return VULNERABLE
    return UNCHECKED if any(report.unchecked for report in reports) else CLEAN


def describe(reports: Sequence[Report]) -> str:
    """The result in one sentence; what was not checked is never called good."""
    count = sum(len(report.findings) for report in reports)
    known = {0: "no known vulnerability", 1: "1 known vulnerability"}.get(count, f"{count} known vulnerabilities")
    counts = [f"{report.checked} {report.ecosystem} packages" for report in reports if report.checked]
    parts = [f"{' and '.join(counts)} checked: {known}"] if counts else []
    parts += [_describe_gap(report) for report in reports if report.unchecked]
    return f"{'; '.join(parts)}."


def _describe_gap(report: Report) -> str:
    which = (
        f"{len(report.unchecked)} {report.ecosystem} packages" if report.checked else f"no {report.ecosystem} package"
    )
    could = "could not" if report.checked else "could"
    return f"{which} {could} be checked ({report.reason})"


def show_json(reports: Sequence[Report]) -> str:
    body = {
        "sentence": describe(reports),
        "checked": {report.ecosystem: report.checked for report in reports},
        "unchecked": {report.ecosystem: list(report.unchecked) for report in reports},
        "findings": [asdict(finding) for report in reports for finding in report.findings],
    }
    return json.dumps(body, indent=2)


def show_table(reports: Sequence[Report]) -> str:
    rows = [_row(finding) for report in reports for finding in report.findings]
    if not rows:
        return describe(reports)
    widths = [max(len(row[column]) for row in (COLUMNS, *rows)) for column in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (COLUMNS, *rows)]
    return "\n".join([*(line.rstrip() for line in lines), "", describe(reports)])


def _row(finding: Finding) -> tuple[str, str, str, str]:
    return finding.package, finding.version, finding.id, finding.fixed_in or "nothing yet"
