"""The session's cookie in the head of a request and of an answer; what other programs keep there is passed over.

Browsers send a machine's cookies to all its ports. So ours has the port in its name: two Pis at one desk, each behind a
tunnel of its own, would else take each other's session away, again and again.
"""


def given(header: str, host: str) -> str:
    """What our cookie says in a request's `Cookie`, where `Host` is this; empty: it has none."""
    pairs = (each.strip().partition("=") for each in header.split(";"))
    return next((value for name, _, value in pairs if name == _name(host)), "")


def setting(cookie: str, host: str) -> str:
    """An answer's `Set-Cookie`: no script reads it, and no other site's page has it sent."""
    return f"{_name(host)}={cookie}; Path=/; HttpOnly; SameSite=Strict"


def _name(host: str) -> str:
    port = host.rpartition(":")[2]
    return f"pi_nn-{port}" if port.isdecimal() else "pi_nn"
