"""An index of packages on this machine alone, as slow or suspicious as is asked."""

from __future__ import annotations

import base64
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

from tests.machine import add_wheel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WHEEL: Final = "tinything-1.0-py3-none-any.whl"
_SIZE: Final = 3_000_000  # what the page says that a download is, if it is slow
_ALLOWED: Final = "Basic " + base64.b64encode(b"me:secret").decode()


class _Handler(BaseHTTPRequestHandler):
    wheel: bytes = b""

    def do_GET(self) -> None:
        _, place, *rest = self.path.split("/")
        if place == "private" and self.headers.get("Authorization") != _ALLOWED:
            self._answer(401, b"who are you?", {"WWW-Authenticate": 'Basic realm="x"'})
        elif rest[-1].startswith("tinything-"):
            self._send_wheel(place)
        elif "tinything" in rest:
            self._answer(
                200, f'<a href="/{place}/files/{_WHEEL}">{_WHEEL}</a>'.encode()
            )
        else:
            self._answer(404, b"nothing")

    def _answer(
        self, status: int, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _send_wheel(self, place: str) -> None:
        if place != "stalling":
            self._answer(200, self.wheel)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(_SIZE))
        self.end_headers()
        with suppress(OSError):  # who has been waiting has gone
            self.wfile.write(bytes(_SIZE // 2))
            for _ in range(300):
                time.sleep(0.1)
                self.wfile.write(b"")

    def log_message(self, *_arguments: object) -> None:
        """Keep the tests' own screen clean."""


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """Serve it until the end; give its address, less the last part."""
    add_wheel(directory, "tinything")
    _Handler.wheel = (directory / _WHEEL).read_bytes()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
