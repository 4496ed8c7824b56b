"""The example at the end of docs/protocol.md, byte for byte, and as the real firmware plays it."""

import json
import time
from binascii import crc32

from pages import DOCS, blocks
from sole.core.frame import frame
from solewave import board, pattern
from solewave.transport import open_port
from solewave.virtual import VirtualBoard

HANG_GUARD_S = 60
PAGE = DOCS / "protocol.md"
BLOCKS = list(blocks(PAGE))
TOML = next(one.text for one in BLOCKS if one.language == "toml")
LINES = [line for one in BLOCKS for line in one.text.splitlines() if line[:2] in ("> ", "< ")]


def wire(line):
    """The frame of a line of the example."""
    return b"\x1e" + line[2:].encode() + b"\n"


def told(line):
    """The object of a line of the example."""
    return json.loads(line[2 : line.rindex("#")])


def dumps():
    """The bytes of the hex dumps on the page, in order."""
    for one in BLOCKS:
        if one.text.startswith("0000  "):
            yield bytes.fromhex("".join(row[6:53] for row in one.text.splitlines()))


def test_each_frame_is_what_both_ends_make_of_its_object():
    assert len(LINES) >= 12
    for line in LINES:
        assert wire(line) == frame(told(line))


def test_the_hex_is_that_of_the_pattern_and_of_the_first_frame():
    compiled, first = dumps()
    assert compiled == pattern.loads(TOML).data
    assert first == wire(LINES[0])
    begin = told(LINES[0])
    assert (begin["size"], begin["crc"]) == (len(compiled), crc32(compiled))
    assert f"compiles to {len(compiled)} bytes" in PAGE.read_text("utf-8")
    assert f"these {len(first)} bytes" in PAGE.read_text("utf-8")


class Line:
    def __init__(self, port):
        self._port = port
        self._seen = b""

    def ask(self, request):
        """The answer to a frame; what else arrives is skipped."""
        self._port.write(request)
        wanted = json.loads(request[1 : request.rindex(b"#")])["id"]
        until = time.monotonic() + HANG_GUARD_S
        while time.monotonic() < until:
            self._seen += self._port.read(0.2)
            *whole, self._seen = self._seen.split(b"\n")
            for one in whole:
                answer = one.rpartition(b"\x1e")[2]
                if f'"id":{wanted},'.encode() in answer:
                    return json.loads(answer[: answer.rindex(b"#")])
        raise AssertionError(f"no answer to {request!r}")


def test_the_firmware_answers_so(tmp_path):
    with VirtualBoard(board.load("esp32-devkitc"), tmp_path) as made:
        port = open_port(made.port)
        line, ticket = Line(port), None
        for sent, shown in zip(LINES[::2], LINES[1::2], strict=True):
            request, expected = told(sent), told(shown)
            if "ticket" in request:
                request["ticket"] = ticket
            answer = line.ask(frame(request))
            if "ticket" in answer.get("ok", {}):
                ticket = answer["ok"]["ticket"]
                assert isinstance(ticket, int)
            else:
                assert answer == expected
        port.close()
