"""Where MicroPython comes from, and what its image is compared with."""

import http.server
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import pytest
from solewave.errors import UserError
from solewave.flashing import micropython


class Server(http.server.BaseHTTPRequestHandler):
    data = b""
    break_after = 0
    ranges: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(self.data) - start))
        self.end_headers()
        rest = self.data[start:]
        if self.break_after:
            rest = rest[: self.break_after]
            type(self).break_after = 0
        self.wfile.write(rest)

    def log_message(self, *_args: Any) -> None: ...


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kind = type("OneServer", (Server,), {"data": b"micropython" * 50_000, "ranges": []})
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    monkeypatch.setattr(micropython, "BASE_URL", f"http://127.0.0.1:{running.server_port}")
    yield kind
    running.shutdown()
    thread.join()
    running.server_close()


def fetch(board_name: str = "ESP32_GENERIC_S2") -> micropython.Source:
    return micropython.release(board_name, lambda _done, _size: None)


def test_a_first_download_is_recorded_and_then_compared(server: type[Server]) -> None:
    first = fetch()
    hashed = sha256(server.data).hexdigest()
    assert first.data == server.data
    assert first.verified == (
        f"SHA-256 {hashed} is now on record; there was none to compare it with"
    )
    again = fetch()
    assert again.verified == "SHA-256 as when it was first downloaded"
    assert server.ranges == [None], "the second came from the cache"
    (micropython.cache() / first.name).write_bytes(b"spoiled")
    with pytest.raises(UserError, match="it should have " + hashed):
        fetch()
    assert fetch().data == server.data


def test_a_download_that_broke_off_goes_on(server: type[Server]) -> None:
    server.break_after = 100_000
    with pytest.raises(UserError) as broken:
        fetch()
    assert "cannot be downloaded" in broken.value.message
    assert "goes on where it broke off" in broken.value.remedy
    assert fetch().data == server.data
    assert server.ranges[0] is None
    assert server.ranges[1] is not None, "only the rest was asked for"


def test_a_release_on_record_is_compared_with_it(
    server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="it should have cd7820d0"):
        fetch("ESP32_GENERIC")
    assert not list(micropython.cache().glob("*.bin"))
    monkeypatch.setitem(micropython.SHA256, "ESP32_GENERIC", sha256(server.data).hexdigest())
    assert fetch("ESP32_GENERIC").verified == "SHA-256 as on record in solewave"


def test_offline_says_what_to_fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(micropython, "BASE_URL", "http://127.0.0.1:9")
    with pytest.raises(UserError) as offline:
        fetch("ESP32_GENERIC_C3")
    name = f"ESP32_GENERIC_C3-{micropython.DATE}-v{micropython.VERSION}.bin"
    assert f"Fetch http://127.0.0.1:9/{name} by hand" in offline.value.remedy
    assert "--image" in offline.value.remedy


def test_a_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.bin").write_bytes(b"x")
    source = micropython.from_file(tmp_path / "mine.bin")
    assert source.verified.endswith("not compared: your file")
    with pytest.raises(UserError, match="cannot be read: No such file"):
        micropython.from_file(tmp_path / "no.bin")
