"""Whether the role of this container works; the health check of the images. Exits 0 or 1, with a sentence.

python -m backend.services.health_check
"""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping

TIMEOUT_S = 5.0


def find_page(environment: Mapping[str, str]) -> str:
    """Web answers for itself and Postgres; a worker or beat by serving its metrics. Empty where there is neither."""
    if environment.get("MASKLOOP_ROLE", "web") == "web":
        return f"http://127.0.0.1:{environment.get('MASKLOOP_PORT') or 8000}/readyz"
    port = environment.get("MASKLOOP_METRICS_PORT", "0")
    return f"http://127.0.0.1:{port}/metrics" if port not in {"", "0"} else ""


def main() -> int:
    page = find_page(os.environ)
    if not page:
        print("maskloop: set MASKLOOP_METRICS_PORT, by which this role is asked whether it works.", file=sys.stderr)
        return 1
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(page, timeout=TIMEOUT_S):
            return 0
    except (OSError, urllib.error.URLError) as error:
        print(f"maskloop: {page} does not answer as it should: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
