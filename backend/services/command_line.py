"""`./maskloop …`: the words of the command line and what each of them calls."""

import argparse
import sys
from collections.abc import Sequence

from backend.services.installation import default_home, open_installation
from backend.services.problems import LauncherProblem
from backend.services.running import export_lines, start_services, stop_services


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit code; a LauncherProblem becomes one sentence and 1."""
    arguments = build_parser().parse_args(words)
    try:
        return int(arguments.run(arguments))
    except LauncherProblem as problem:
        print(f"maskloop: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./maskloop", description="Label videos together with SAM 2.", allow_abbrev=False
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    services = commands.add_parser(
        "services", help="for developers: start the private Postgres and Redis and leave them running"
    )
    services.add_argument("--stop", action="store_true", help="stop them")
    services.set_defaults(run=_run_services)

    env = commands.add_parser("env", help="for developers: print what `eval` needs to reach the private services")
    env.set_defaults(run=_run_env)
    return parser


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
