"""By which names a browser may call the page: a name of somebody else's that leads here (DNS rebinding) is refused."""

import ipaddress
import re

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z][0-9a-z.-]*)(:[0-9]{1,5})?", re.IGNORECASE)


class Names:
    """The names allowed, beside addresses: on a loopback those of loopbacks alone, else any, which are no names."""

    def __init__(self, names: tuple[str, ...], loopback: bool) -> None:
        self._names = {name.lower() for name in names}
        self._loopback = loopback

    def allow_host(self, host: str) -> bool:
        """Whether a request's `Host` is us, at any port: a tunnel (ssh -L) may begin at another one."""
        found = _HOST.fullmatch(host)
        if not found:
            return False
        name = found[1].lower()
        return name in self._names or self._is_address(name.strip("[]"))

    def allow_origin(self, origin: str | None, host: str) -> bool:
        """Whether a request's `Origin`, where it has one, is the very page that `Host` names."""
        return origin is None or origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())

    def _is_address(self, name: str) -> bool:
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not self._loopback


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches what listens there."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
