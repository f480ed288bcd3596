"""What the launcher says when it cannot go on."""


class LauncherProblem(Exception):
    """One sentence that says what to do; printed without a traceback, exit code 1."""
