"""What is read from the tools' answers, and that what could not be looked up is never called good."""

import json

import pytest

from backend.services.audit.reports import Finding, Report, read_npm_report, read_pip_report
from backend.services.audit.run import describe, judge, show_json, show_table

PIP = {
    "dependencies": [
        {"name": "django", "version": "5.2.0", "vulns": [
            {"id": "PYSEC-2025-1", "aliases": ["CVE-2025-1", "GHSA-x"], "fix_versions": ["5.2.1"],
             "description": "A slow header.\nMore."},
        ]},
        {"name": "av", "version": "18.1.0", "vulns": []},
    ],
}  # fmt: skip
NPM = {
    "vulnerabilities": {
        "vite": {"name": "vite", "fixAvailable": True, "via": [
            {"name": "vite", "range": "<8.3.9", "title": "Reads files.", "url": "https://github.com/advisories/GHSA-y"},
        ]},
        "vitest": {"name": "vitest", "fixAvailable": True, "via": ["vite"]},
    },
    "metadata": {"dependencies": {"total": 290}},
}  # fmt: skip
DJANGO = Finding("Python", "django", "5.2.0", "CVE-2025-1", "5.2.1", "A slow header.")
VITE = Finding("Node", "vite", "<8.3.9", "GHSA-y", "an update", "Reads files.")


def test_findings_are_read_from_both_tools():
    python, node = read_pip_report(json.dumps(PIP)), read_npm_report(json.dumps(NPM))
    assert python == Report("Python", checked=2, findings=(DJANGO,))
    assert node == Report("Node", checked=290, findings=(VITE,))
    assert judge([python, node]) == 1
    assert show_table([python, node]) == (
        "package  version  vulnerability  mended in\n"
        "django   5.2.0    CVE-2025-1     5.2.1\n"
        "vite     <8.3.9   GHSA-y         an update\n\n"
        "2 Python packages and 290 Node packages checked: 2 known vulnerabilities."
    )


def test_nothing_known_is_said_in_a_sentence():
    reports = [Report("Python", checked=3), Report("Node", checked=5)]
    assert judge(reports) == 0
    assert show_table(reports) == "3 Python packages and 5 Node packages checked: no known vulnerability."


@pytest.mark.parametrize("said", ["", "<html>", "[]", '{"dependencies": 3}'])
def test_answer_that_cannot_be_read_checks_nothing(said: str):
    reports = [read_pip_report(said), read_npm_report(said)]
    assert [report.checked for report in reports] == [0, 0]
    assert judge(reports) == 2


def test_packages_that_nobody_knows_are_not_called_good():
    known = {"name": "av", "version": "1", "vulns": []}
    skipped = {"name": "torch", "skip_reason": "Dependency not found on PyPI"}
    report = read_pip_report(json.dumps({"dependencies": [known, skipped]}))
    assert judge([report]) == 2
    assert describe([report]) == (
        "1 Python packages checked: no known vulnerability; 1 Python packages could not be checked "
        "(Dependency not found on PyPI)."
    )
    assert json.loads(show_json([report]))["unchecked"] == {"Python": ["torch"]}


def test_refusal_of_the_registry_is_told():
    report = read_npm_report(json.dumps({"message": "405 Method Not Allowed"}))
    assert describe([report]) == "no Node package could be checked (405 Method Not Allowed)."
