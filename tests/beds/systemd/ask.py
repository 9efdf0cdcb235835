"""Opens the page as a browser does and prints what came of it: ask.py; for the machine, where there is no browser."""

import json
import re
import time
from urllib.request import Request, urlopen

PAGE = "http://localhost:8080"


def ask(path, said=None, **headers):
    """The answer's head and body."""
    content = None if said is None else json.dumps(said).encode()
    kind = {"Content-Type": "application/json", "Origin": PAGE} if content else {}
    with urlopen(Request(PAGE + path, content, {**kind, **headers}), timeout=20) as answer:
        return answer.headers, answer.read()


head, page = ask("/")
cookie = {"Cookie": head["Set-Cookie"].partition(";")[0]}
token = {"X-Token": re.search(rb'name="token" content="([^"]+)"', page)[1].decode()}
for _ in range(100):
    seen = json.loads(ask("/api/live?viewer=bed", **cookie)[1])
    recent = json.loads(ask("/api/recent", **cookie)[1])["recent"]
    if "picture" in seen and recent:
        break
    time.sleep(0.1)
ask("/api/teach", {"number": recent[0]["number"], "label": "none"}, **cookie, **token)
ask("/api/rollback", {}, **cookie, **token)
health = json.loads(ask("/health")[1])
print(json.dumps({"digit": seen.get("digit"), "frame": "picture" in seen, "ink": "ink" in seen, "health": health}))
