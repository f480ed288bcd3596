"""`./maskloop …`: the words of the command line and what each of them calls."""

import argparse
import contextlib
import errno
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from backend.services.address import Address
from backend.services.audit.run import run_audit
from backend.services.checks.run import run_checks
from backend.services.checks.stages import GROUPS
from backend.services.installation import REPOSITORY, default_home, open_installation
from backend.services.problems import LauncherProblem
from backend.services.programs import venv_python
from backend.services.running import export_lines, start_services, stop_services
from backend.services.setup.everything import set_up
from backend.services.up import Counts, bring_up, call_manage, with_services

MOST_PROCESSES = 64
FAULTS_OF_THE_MACHINE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(f"maskloop: {message}. {self.prog} --help shows what there is.", file=sys.stderr)
        sys.exit(2)


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit code; a LauncherProblem becomes one sentence and 1."""
    try:
        if words[:1] == ["manage"] and words[1:] not in (["--help"], ["-h"]):
            return call_manage(open_installation(default_home()), list(words[1:]))
        ours, pytest_words = split_at_dashes(words)
        arguments = build_parser().parse_args(ours)
        arguments.pytest_words = pytest_words
        return int(arguments.run(arguments))
    except LauncherProblem as problem:
        print(f"maskloop: {problem}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in FAULTS_OF_THE_MACHINE:
            raise
        print(
            f"maskloop: {error.filename or 'A file'} cannot be written ({error.strerror}): mend that, then try again.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130


def build_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="./maskloop",
        description="Label videos together with SAM 2.",
        epilog="Everything Maskloop keeps is in $MASKLOOP_HOME (default: .maskloop beside this file). "
        "DATABASE_URL and REDIS_URL replace the private Postgres and Redis.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    up = commands.add_parser("up", help="set up what is missing and serve Maskloop until Ctrl-C")
    up.add_argument("--host", default="127.0.0.1", help="where to listen (default: %(default)s, this machine only)")
    up.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    up.add_argument("--no-demo", action="store_true", help="make no demo project")
    for name, what, least in (("web", "web processes, at one address", 1), ("media", "media workers", 0),
                              ("gpu", "gpu workers", 0)):  # fmt: skip
        up.add_argument(f"--{name}", type=_count(least), default=1, metavar="N", help=f"{what} (default: %(default)s)")
    up.set_defaults(run=_run_up)

    setup = commands.add_parser("setup", help="install what Maskloop needs; seconds where it is there already")
    setup.add_argument("--dev", action="store_true", help="also what the checks need")
    setup.set_defaults(run=_run_setup)

    test = commands.add_parser(
        "test", help="run every check of the project", epilog="What follows -- goes to pytest: test python -- -k undo"
    )
    test.add_argument("groups", nargs="*", metavar="GROUP", help=f"{', '.join(GROUPS)} (default: all)")
    test.set_defaults(run=_run_test)

    audit = commands.add_parser(
        "audit",
        help="look up known vulnerabilities of all locked packages (needs the network)",
        epilog="Exit status: 0 none is known, 1 some are, 2 not everything could be looked up.",
    )
    audit.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    audit.set_defaults(run=_run_audit)

    bench = commands.add_parser("bench", help="list the benches, or run one")
    bench.add_argument("name", nargs="?", metavar="NAME")
    bench.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    bench.add_argument("--short", action="store_true", help="the short form that the tests run")
    bench.set_defaults(run=_run_bench)

    manage = commands.add_parser("manage", help="run a command of manage.py with the services' environment")
    manage.add_argument("words", nargs=argparse.REMAINDER, help="the command and its arguments; `help` lists them")

    services = commands.add_parser(
        "services", help="for developers: start the private Postgres and Redis and leave them running"
    )
    services.add_argument("--stop", action="store_true", help="stop them")
    services.set_defaults(run=_run_services)

    env = commands.add_parser("env", help="for developers: print what `eval` needs to reach the private services")
    env.set_defaults(run=_run_env)
    return parser


def _count(least: int) -> Callable[[str], int]:
    """A reader of a whole number that is at least so much, and no more than a machine could bear."""

    def read(word: str) -> int:
        if not (word.isascii() and word.isdigit() and least <= int(word) <= MOST_PROCESSES):
            raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from {least} to {MOST_PROCESSES}")
        return int(word)

    return read


def _run_up(arguments: argparse.Namespace) -> int:
    address = Address(arguments.host, arguments.port)
    counts = Counts(web=arguments.web, media=arguments.media, gpu=arguments.gpu)
    return bring_up(open_installation(default_home()), address, demo=not arguments.no_demo, counts=counts)


def _run_setup(arguments: argparse.Namespace) -> int:
    set_up(open_installation(default_home()), dev=arguments.dev)
    return 0


def _run_test(arguments: argparse.Namespace) -> int:
    unknown = [group for group in arguments.groups if group not in GROUPS]
    if unknown:
        raise LauncherProblem(f"There are no checks called {unknown[0]}: choose from {', '.join(GROUPS)}.")
    return run_checks(open_installation(default_home()), arguments.groups, arguments.pytest_words)


def _run_audit(arguments: argparse.Namespace) -> int:
    return run_audit(open_installation(default_home()), as_json=arguments.json)


def split_at_dashes(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split off what follows `--`; argparse would mix it with our own words."""
    cut = list(words).index("--") if "--" in words else len(words)
    return list(words[:cut]), list(words[cut + 1 :])


def _run_bench(arguments: argparse.Namespace) -> int:
    flags = [f"--{name}" for name in ("json", "short") if getattr(arguments, name)]
    words = [arguments.name] if arguments.name else []
    command = [venv_python(), "-m", "backend.services.benchmarks", *words, *flags]
    installation = open_installation(default_home())
    with contextlib.redirect_stdout(sys.stderr):  # standard output is the result's alone
        set_up(installation, dev=True)
    return with_services(
        installation,
        lambda environment: subprocess.run(command, cwd=REPOSITORY, env=environment, check=False).returncode,
    )


def _run_services(arguments: argparse.Namespace) -> int:
    installation = open_installation(default_home())
    if arguments.stop:
        stopped = stop_services(installation)
        print(f"Stopped: {', '.join(service.name for service in stopped) or 'nothing was running'}.")
        return 0
    started = start_services(installation)
    print(f"Started: {', '.join(service.name for service in started) or 'nothing, all were running'}.")
    print('To reach them: eval "$(./maskloop env)". To have a set of your own: MASKLOOP_HOME=/tmp/mine first.')
    return 0


def _run_env(arguments: argparse.Namespace) -> int:
    print(export_lines(open_installation(default_home())))
    return 0
