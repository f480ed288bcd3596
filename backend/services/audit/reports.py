"""What pip-audit and npm say of known vulnerabilities, read from their JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """A known vulnerability of a package at the locked version; `fixed_in` is empty where no release mends it."""

    ecosystem: str
    package: str
    version: str
    id: str
    fixed_in: str
    title: str


@dataclass(frozen=True)
class Report:
    """What was asked about; `unchecked` names packages about which nobody could say anything, with `reason`."""

    ecosystem: str
    checked: int = 0
    unchecked: tuple[str, ...] = ()
    reason: str = ""
    findings: tuple[Finding, ...] = field(default=())


def read_pip_report(text: str) -> Report:
    """Read `pip-audit --format json`. A package that its service does not know counts as unchecked, never as good."""
    try:
        entries = list(json.loads(text)["dependencies"])
    except (ValueError, KeyError, TypeError):
        return Report("Python", unchecked=("all packages",), reason=_first_line(text))
    skipped = [entry for entry in entries if "skip_reason" in entry]
    findings = [
        Finding(
            ecosystem="Python",
            package=entry["name"],
            version=entry["version"],
            id=next((alias for alias in flaw.get("aliases", []) if alias.startswith("CVE-")), flaw["id"]),
            fixed_in=", ".join(flaw.get("fix_versions", [])),
            title=_first_line(flaw.get("description", "")),
        )
        for entry in entries
        for flaw in entry.get("vulns", [])
    ]
    return Report(
        "Python",
        checked=len(entries) - len(skipped),
        unchecked=tuple(entry["name"] for entry in skipped),
        reason=_first_line(skipped[0]["skip_reason"]) if skipped else "",
        findings=tuple(findings),
    )


def join_reports(first: Report, second: Report) -> Report:
    """The same of one ecosystem, asked in two calls."""
    return Report(
        first.ecosystem,
        checked=first.checked + second.checked,
        unchecked=first.unchecked + second.unchecked,
        reason=first.reason or second.reason,
        findings=first.findings + second.findings,
    )


def read_npm_report(text: str) -> Report:
    """Read `npm audit --json`."""
    try:
        content = json.loads(text)
        total = content["metadata"]["dependencies"]["total"]
        found = content["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        return Report("Node", unchecked=("all packages",), reason=_npm_reason(text))
    findings = {finding.id + finding.package: finding for entry in found.values() for finding in _read_npm(entry)}
    return Report("Node", checked=total, findings=tuple(findings.values()))


def _read_npm(entry: dict[str, Any]) -> Iterator[Finding]:
    """The package's own flaws; `via` also names packages whose flaws it merely brings along."""
    fix = entry.get("fixAvailable")
    for flaw in entry.get("via", []):
        if isinstance(flaw, dict):
            yield Finding(
                ecosystem="Node",
                package=flaw["name"],
                version=flaw.get("range", ""),
                id=str(flaw.get("url", flaw.get("source", ""))).rsplit("/", 1)[-1],
                fixed_in=f"{fix['name']} {fix['version']}" if isinstance(fix, dict) else "an update" if fix else "",
                title=_first_line(flaw.get("title", "")),
            )


def _npm_reason(text: str) -> str:
    try:
        return _first_line(json.loads(text)["message"])
    except (ValueError, KeyError, TypeError):
        return _first_line(text)


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0][:160] if lines else "it said nothing"
