"""Discovers and runs the benches, `tests/benchmarks/bench_*.py`, and prints what they measured.

A bench is a module with `NAME`, `SUMMARY` and `run(short: bool) -> list[Row]`. Called by `./maskloop bench`, which
starts the services first:

    python -m backend.services.benchmarks [NAME] [--json] [--short]
"""

import argparse
import contextlib
import importlib
import json
import operator
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.services.installation import REPOSITORY

FOLDER = REPOSITORY / "tests" / "benchmarks"
COMPARISONS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq}


@dataclass(frozen=True)
class Row:
    """One figure; `bound` is what it should meet, such as ">= 1.15", and None where it is only measured.

    `value` is None where this machine cannot measure it; the name then says why.
    """

    name: str
    value: float | None
    unit: str
    bound: str | None = None

    @property
    def holds(self) -> bool | None:
        if self.bound is None or self.value is None:
            return None
        word, _, limit = self.bound.partition(" ")
        return bool(COMPARISONS[word](self.value, float(limit)))


@dataclass(frozen=True)
class Bench:
    name: str
    summary: str
    run: Callable[[bool], list[Row]]


def discover_benches(folder: Path = FOLDER) -> dict[str, Bench]:
    """Import every bench of the folder and return them by name."""
    benches: dict[str, Bench] = {}
    for path in sorted(folder.glob("bench_*.py")):
        module = importlib.import_module(f"tests.benchmarks.{path.stem}")
        benches[module.NAME] = Bench(module.NAME, module.SUMMARY, module.run)
    return benches


def measure(bench: Bench, *, short: bool) -> dict[str, object]:
    """Run one bench and return what the command line contract promises."""
    started = time.monotonic()
    rows = bench.run(short)
    return {
        "bench": bench.name,
        "machine": describe_machine(),
        "commit": describe_commit(),
        "seconds": round(time.monotonic() - started, 3),
        "rows": [
            {"name": row.name, "value": row.value, "unit": row.unit, "bound": row.bound, "holds": row.holds}
            for row in rows
        ],
    }


def describe_machine() -> str:
    parts = [f"{platform.system()} {platform.machine()}", f"{os.cpu_count()} cores"]
    with contextlib.suppress(OSError, ValueError):
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        parts.append(f"{memory / 1024**3:.0f} GB")
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        parts += [line.partition(":")[2].strip() for line in lines if line.startswith("model name")][:1]
    with contextlib.suppress(OSError):
        listed = subprocess.run(
            ["nvidia-smi", "--query-gpu=name", "--format=csv,noheader"], capture_output=True, text=True, check=False
        )
        parts += [line for line in listed.stdout.splitlines() if listed.returncode == 0][:1]
    return ", ".join(parts)


def describe_commit() -> str:
    """Return the commit measured, with `+` where the tree differs from it."""
    with contextlib.suppress(OSError):
        shown = subprocess.run(
            ["git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"],
            cwd=REPOSITORY, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if shown.returncode == 0:
            return shown.stdout.strip()
    return "unknown"


@contextlib.contextmanager
def only_for_the_result() -> Iterator[int]:
    """Send everything that is printed, also by child processes, to standard error; yield the real output."""
    sys.stdout.flush()
    real = os.dup(1)
    os.dup2(2, 1)
    try:
        yield real
    finally:
        sys.stdout.flush()
        os.dup2(real, 1)
        os.close(real)


def show(result: dict[str, object]) -> str:
    rows = result["rows"]
    assert isinstance(rows, list)  # noqa: S101 - made by measure()
    lines = [f"{result['bench']} on {result['machine']}, commit {result['commit']}, {result['seconds']} s"]
    for row in rows:
        verdict = {True: "holds", False: "does not hold", None: ""}[row["holds"]]
        bound = f"{row['bound']}: {verdict}" if row["bound"] else ""
        value = f"{'-':>12}" if row["value"] is None else f"{row['value']:>12.4g}"
        lines.append(f"  {row['name']:<50} {value} {row['unit']:<12} {bound}".rstrip())
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("name", nargs="?")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--short", action="store_true")
    arguments = parser.parse_args()
    with only_for_the_result() as real:
        benches = discover_benches()
        if arguments.name is None:
            text = "\n".join(f"{bench.name:<24} {bench.summary}" for bench in benches.values())
            text = text or "There is no bench yet: add tests/benchmarks/bench_<name>.py."
        elif arguments.name not in benches:
            known = ", ".join(benches) or "none yet"
            print(f"maskloop: there is no bench {arguments.name}; the benches: {known}.", file=sys.stderr)
            return 1
        else:
            result = measure(benches[arguments.name], short=arguments.short)
            text = json.dumps(result) if arguments.json else show(result)
        os.write(real, f"{text}\n".encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
