"""Uploads: what goes into a frame, what is sent ahead, and what may go wrong on the way."""

import random
from binascii import a2b_base64

import pytest
from rigs.fake_massager import once
from sole.core import limits
from sole.core.frame import FrameReader, frame
from sole.inflate import inflate
from solewave import pieces
from solewave.client import AHEAD_BYTES, Client, NoAnswerError
from solewave.errors import DeviceError
from solewave.transport import open_port
from solewave.upload import fetch, send

SMALL_FRAME = 180
DATA = bytes(random.Random(1).randbytes(450))


def chunks_seen(device):
    return [request for request in device.requests if request["do"] == "chunk"]


def test_upload_in_pieces_with_progress(client, device):
    seen = []
    done = send(client, "x", DATA, SMALL_FRAME, progress=lambda at, size: seen.append((at, size)))
    assert device.patterns["x"] == DATA
    assert (done.was_stored, done.resumed_at, done.stored) == (False, 0, True)
    assert (seen[0], seen[-1]) == ((0, 450), (450, 450))
    assert len(seen) == len(chunks_seen(device)) + 1 >= 5
    assert seen == sorted(set(seen))


def test_a_chunk_fills_its_frame_and_never_more(client, device):
    send(client, "x", DATA, SMALL_FRAME)
    sizes = [len(frame(one)) for one in chunks_seen(device)]
    assert max(sizes) <= SMALL_FRAME
    assert min(sizes[:-1]) > SMALL_FRAME - 4


class Recorder:
    """A line whose device takes every chunk; `begun` is what it had of the next frame then."""

    name = "recorder"
    time_scale = 1.0

    def __init__(self):
        self.begun = []
        self.written = b""
        self._answered = 0

    def write(self, data):
        self.written += data

    def read(self, _timeout_s):
        reader = FrameReader(limits.FRAME_MAX)
        for at in range(self._answered, len(self.written)):
            if reader.feed(self.written[at]):
                self._answered = at + 1
                self.begun.append(len(self.written) - self._answered)
                return self._answer(reader.take())
        return b""

    def _answer(self, request):
        if request["do"] == "begin":
            return frame({"id": request["id"], "ok": {"have": 0, "stored": False}})
        if request["do"] == "end":
            return frame({"id": request["id"], "ok": {"stored": True}})
        have = min(request["at"] + len(request["b64"]) // 4 * 3, len(DATA) * 4)
        return frame({"id": request["id"], "ok": {"have": have}})


def test_while_a_chunk_is_answered_no_more_is_sent_than_an_esp32_can_hold():
    line = Recorder()
    send(Client(line), "x", DATA * 4)
    *most, last_chunk, end = line.begun
    assert len(most) > 3
    assert 0 < max(line.begun) == AHEAD_BYTES
    assert most[:-1] == [AHEAD_BYTES] * (len(most) - 1)
    assert 0 == end < last_chunk < len(frame({"id": 10000, "do": "end"}))
    assert line.written.count(b"\x1e") == len(line.begun), "each frame was sent once"


def test_what_is_sent_ahead_of_another_request_is_dropped_by_the_device(device):
    transport = open_port(device.port)
    client = Client(transport)
    try:
        client.ask("ping", then=lambda: {"do": "clear", "code": "emergency-stop"})
        assert client.ask("status")["state"] == "idle"
    finally:
        transport.close()
    assert device.verbs_seen == ["ping", "status"]


ROUTINE = (bytes(range(40)) + bytes(60)) * 30


@pytest.mark.parametrize("data", [DATA * 4, ROUTINE, ROUTINE[:20], b"a"], ids=len)
@pytest.mark.parametrize("inflate_max", [0, 100, limits.INFLATE_MAX])
def test_pieces_put_together_are_the_whole(data, inflate_max):
    at, made = 0, b""
    while at < len(data):
        end, argument = pieces.cut(data, at, 300, inflate_max)
        ((key, text),) = argument.items()
        assert len(text) <= 400
        packed = a2b_base64(text)
        made += inflate(packed) if key == "z64" else packed
        assert at < end == len(made)
        assert key == "b64" or end - at <= inflate_max
        at = end
    assert made == data


def test_deflating_saves_frames_where_it_can_and_costs_none_where_it_cannot():
    assert pieces.cut(ROUTINE, 0, 300, limits.INFLATE_MAX)[0] == limits.INFLATE_MAX
    end, argument = pieces.cut(DATA, 0, 300, limits.INFLATE_MAX)
    assert (end, list(argument)) == (300, ["b64"])
    assert list(pieces.cut(ROUTINE, 0, 300, 0)[1]) == ["b64"]


def test_upload_of_what_is_there_sends_nothing(client, device):
    device.patterns["x"] = DATA
    assert send(client, "x", DATA).was_stored
    assert device.verbs_seen == ["begin"]


def test_upload_goes_on_where_it_broke(client, device):
    device.instead = lambda request: b"" if request.get("at", 0) >= 200 else None
    with pytest.raises(NoAnswerError):
        send(client, "x", DATA, SMALL_FRAME)
    assert device.patterns == {}
    device.instead = lambda request: None
    device.requests.clear()
    done = send(client, "x", DATA, SMALL_FRAME)
    assert 200 <= done.resumed_at == chunks_seen(device)[0]["at"] < 450
    assert device.patterns["x"] == DATA


def test_upload_repeats_a_chunk_that_arrived_broken(client, device):
    err = {"code": "bad-crc", "say": "CRC-32 does not match"}
    device.instead = once(frame({"id": None, "err": err}), "chunk")
    send(client, "x", DATA, SMALL_FRAME)
    assert device.patterns["x"] == DATA
    assert [one["at"] for one in chunks_seen(device)[:2]] == [0, 0]


def test_upload_asks_where_to_go_on_after_a_gap(client, device):
    device.instead = once(b"", "chunk")  # lost: neither taken nor answered
    send(client, "x", DATA, SMALL_FRAME)
    assert device.patterns["x"] == DATA
    assert device.verbs_seen[:4] == ["begin", "chunk", "begin", "chunk"]


def test_upload_that_never_gets_anywhere_gives_up(client, device):
    err = {"code": "gap", "say": "goes on at 0"}
    device.instead = lambda request: (
        frame({"id": request["id"], "err": err}) if request["do"] == "chunk" else None
    )
    with pytest.raises(DeviceError, match="gap"):
        send(client, "x", DATA, SMALL_FRAME)
    assert device.verbs_seen.count("chunk") == 6


def test_upload_refused_whole(client, device):
    err = {"code": "flash-full", "say": "450 bytes, 120 free"}
    device.instead = lambda request: frame({"id": request["id"], "err": err})
    with pytest.raises(DeviceError, match="450 bytes, 120 free"):
        send(client, "x", DATA, SMALL_FRAME)
    assert device.verbs_seen == ["begin"]


@pytest.mark.parametrize("have", [0, 451])
def test_upload_does_not_believe_a_device_that_cannot_count(client, device, have):
    device.instead = lambda request: (
        frame({"id": request["id"], "ok": {"have": have}}) if request["do"] == "chunk" else None
    )
    with pytest.raises(DeviceError, match=f"says that it has {have} bytes"):
        send(client, "x", DATA, SMALL_FRAME)


def test_fetch_puts_the_parts_together(client, device):
    device.patterns["x"] = DATA * 3
    assert fetch(client, "x") == DATA * 3


def test_fetch_notices_what_did_not_arrive_whole(client, device):
    answer = {"size": 3, "crc": 1, "b64": "AAAA"}
    device.instead = lambda request: frame({"id": request["id"], "ok": answer})
    with pytest.raises(DeviceError, match="did not arrive whole"):
        fetch(client, "x")
