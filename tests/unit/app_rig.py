"""The whole firmware on CPython against a recorded board, with the host's side of the link."""

from binascii import b2a_base64, crc32

import builder
from sole.core.frame import FrameReader, frame, seal

PLAYED = builder.build(
    [builder.section(4000, [builder.voice(4000, {0: 0, 5: 0})], heat_cc=3600, ramp_ms=100)]
)
TICKET = 4711
LAMP, STOP = 14, 32


class Rig:
    """The firmware on one stubbed board; the host's side of the link."""

    def __init__(self, board, folder, monkeypatch, compiled):
        self.board = board
        self.folder = folder
        (folder / "board.json").write_bytes(compiled)
        (folder / "manifest.json").write_bytes(seal({"board.json": crc32(compiled)}))
        self.runner = board.import_fresh("sole.run")
        monkeypatch.setattr(self.runner, "ONLY_AT_START", ())  # some tests start it again
        self.app = board.import_fresh("sole.app")
        monkeypatch.setattr(self.app, "ROOT", str(folder))
        monkeypatch.setattr(self.app.hal, "random_u16", lambda: TICKET)
        self.start_ms = board.clock.now_ms
        self._id = 0

    def warm(self, table, temperature_cc):
        """Puts the pad to a temperature: what its thermistors give by the board's table."""
        for sensor in table["heater"]["sensors"]:
            near = min(sensor["cc"], key=lambda cc: abs(cc - temperature_cc))
            self.board.line(sensor["pin"]).applied_mv = sensor["mv"][sensor["cc"].index(near)]

    def send(self, at_ms, **request):
        """Sends a request at that time after the start."""
        self._id += 1
        data = frame({"id": self._id, **request})
        self.board.clock.call_at(self.start_ms + at_ms, lambda: self.board.serial.put(data))
        return self._id

    def upload(self, at_ms, name, data):
        """Sends a pattern, a request every 100 ms."""
        self.send(at_ms, do="begin", name=name, size=len(data), crc=crc32(data))
        text = b2a_base64(data).decode().strip()
        self.send(at_ms + 100, do="chunk", at=0, b64=text)
        self.send(at_ms + 200, do="end")

    def run(self, until_ms, way_out=KeyboardInterrupt):
        """Runs main() until `way_out` is raised at that time."""

        def leave():
            raise way_out

        self.board.clock.call_at(self.start_ms + until_ms, leave)
        self.runner.main()

    def received(self):
        """All frames that the device sent."""
        reader = FrameReader(4096)
        found = []
        for byte in self.board.serial.sent:
            if reader.feed(byte):
                found.append(reader.take())
        return found

    def answer(self, request_id):
        """The answer to a request."""
        return next(one for one in self.received() if one.get("id") == request_id)


def play(rig):
    """Uploads and plays a pattern; gives the id of a status request while it plays."""
    rig.upload(100, "test", PLAYED)
    rig.send(400, do="ready")
    rig.send(450, do="play", ticket=TICKET, name="test", intensity_pct=100, tempo_pct=100)
    return rig.send(3000, do="status")
