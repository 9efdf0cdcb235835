"""Fetching from a local server: resumed, checked, from the next mirror if need be."""

import gzip
import hashlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from handwriting import glyphs
from mnist_files import as_idx

from pi_nn.commands import main
from pi_nn.datasets import fetch
from pi_nn.errors import DataError

FILES = {name: gzip.compress(name.encode() * 500, mtime=0) for name in fetch.DIGESTS}


class Mirror(BaseHTTPRequestHandler):
    """Serves `files`, ranges too; breaks off after `limit` bytes of each answer."""

    def do_GET(self):
        server = self.server
        server.asked.append((self.path, self.headers["Range"]))
        data = server.files.get(self.path.strip("/"))
        first = int((self.headers["Range"] or "bytes=0-")[6:-1]) if server.ranges else 0
        if data is None or first >= len(data):
            self.send_error(404 if data is None else 416)
            return
        self.send_response(206 if first else 200)
        self.send_header("Content-Length", str(len(data) - first))
        self.end_headers()
        self.wfile.write(data[first:][: server.limit])

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def serve():
    servers = []

    def start(files=FILES, limit=None, ranges=True):
        server = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
        server.files, server.limit, server.ranges, server.asked = files, limit, ranges, []
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        servers.append((server, thread))
        server.address = f"http://127.0.0.1:{server.server_port}/"
        return server

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def digests(monkeypatch):
    known = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
    monkeypatch.setattr(fetch, "DIGESTS", known)


def get(folder, *servers):
    fetch.fetch_mnist(folder, lambda line: None, [server.address for server in servers])


def there(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_four_files_are_fetched_into_a_new_folder(serve, tmp_path):
    get(tmp_path / "new", serve())
    assert there(tmp_path / "new") == FILES


def test_what_is_there_is_not_fetched_again(serve, tmp_path):
    server = serve()
    get(tmp_path, server)
    first = next(iter(FILES))
    (tmp_path / first).write_bytes(b"damaged")
    server.asked.clear()
    get(tmp_path, server)
    assert server.asked == [(f"/{first}", None)] and there(tmp_path) == FILES


def test_what_broke_off_is_resumed_where_it_was(serve, tmp_path):
    with pytest.raises(DataError, match=r"broke off after 40 of .* run it again to resume"):
        get(tmp_path, serve(limit=40))
    server = serve()
    get(tmp_path, server)
    assert server.asked[0][1] == "bytes=40-" and there(tmp_path) == FILES


def test_another_mirror_goes_on_with_what_one_began(serve, tmp_path):
    second = serve()
    get(tmp_path, serve(limit=40), second)
    assert [asked[1] for asked in second.asked] == ["bytes=40-"] * 4 and there(tmp_path) == FILES


def test_a_mirror_without_ranges_sends_all_again(serve, tmp_path):
    get(tmp_path, serve(limit=40), serve(ranges=False))
    assert there(tmp_path) == FILES


def test_a_part_that_is_complete_is_taken(serve, tmp_path):
    first = next(iter(FILES))
    (tmp_path / f"{first}.part").write_bytes(FILES[first])
    get(tmp_path, serve())
    assert there(tmp_path) == FILES


@pytest.mark.parametrize("wrong", [b"<html>no such page</html>", b" ", FILES["t10k-labels-idx1-ubyte.gz"] + b"more"])
def test_a_wrong_digest_is_refused_and_nothing_is_kept(serve, tmp_path, wrong):
    with pytest.raises(DataError, match="sha256 is wrong"):
        get(tmp_path, serve(dict.fromkeys(FILES, wrong)))
    assert there(tmp_path) == {}


def test_after_a_wrong_file_the_next_mirror_is_asked(serve, tmp_path):
    get(tmp_path, serve(dict.fromkeys(FILES, b"other")), serve())
    assert there(tmp_path) == FILES


def test_more_bytes_than_any_file_has_are_not_taken(serve, tmp_path, monkeypatch):
    monkeypatch.setattr(fetch, "LARGEST", 10)
    with pytest.raises(DataError, match="more than 10 bytes"):
        get(tmp_path, serve())


def test_no_server_and_no_file_are_one_line(serve, tmp_path):
    gone = serve({})
    with pytest.raises(DataError, match="404") as error:
        get(tmp_path, gone)
    assert "\n" not in str(error.value)
    with pytest.raises(DataError, match=r"127\.0\.0\.1:1/ \(Connection refused\); run it again"):
        fetch.fetch_mnist(tmp_path, lambda line: None, ["http://127.0.0.1:1/"])


def test_the_mirrors_are_asked_safely():
    assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in fetch.MIRRORS)


def test_training_fetches_first(serve, tmp_path, monkeypatch):
    images, labels = glyphs()
    arrays = {"images-idx3": images[:30], "labels-idx1": labels[:30].astype("uint8")}
    zipped = {f"{kind}-ubyte.gz": gzip.compress(as_idx(array)) for kind, array in arrays.items()}
    files = {f"{part}-{name}": data for part in ("train", "t10k") for name, data in zipped.items()}
    monkeypatch.setattr(fetch, "DIGESTS", {name: hashlib.sha256(data).hexdigest() for name, data in files.items()})
    monkeypatch.setattr(fetch.fetch_mnist, "__defaults__", ([serve(files).address],))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PI_NN_DATA", raising=False)
    assert main(["train", "book-zero", "--fetch"]) == 0
    assert {path.name for path in (tmp_path / "mnist").iterdir()} == set(files)
    assert Path("book-zero.npz").exists()
