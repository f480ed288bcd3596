"""`./maskloop setup`: everything that `up` and the checks need on this machine."""

import time

from backend.services.installation import Installation
from backend.services.setup.node_packages import set_up_frontend
from backend.services.setup.python_packages import set_up_python
from backend.services.setup.steps import say


def set_up(installation: Installation, *, dev: bool = False) -> None:
    """Install Python packages and Node packages and build the frontend; seconds where nothing changed."""
    started = time.monotonic()
    log = installation.logs / "setup.log"
    set_up_python(dev=dev, log=log)
    set_up_frontend(log=log)
    say(f"Set up in {time.monotonic() - started:.0f} s.")
