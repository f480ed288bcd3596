"""From which address somebody calls, where proxies stand between."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def find_address(request: HttpRequest) -> str | None:
    """The caller's address: of those that passed the call on, the nearest that is no proxy of ours.

    `X-Forwarded-For` is anybody's to write: only what a trusted proxy appended to it counts.
    """
    nearest = _parse(request.META.get("REMOTE_ADDR", ""))
    passed_on = request.headers.get("X-Forwarded-For", "").split(",")
    while nearest is not None and _is_trusted(nearest) and passed_on:
        further = _parse(passed_on.pop())
        if further is None:
            break
        nearest = further
    return None if nearest is None else str(nearest)


def _parse(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)
