"""The loop and the requests, over a dummy console and clock."""

from builder import build, section, voice
from common import heap_lock, heap_unlock
from dummies import Clock, Console, Microvolts, Pin, Switch
from sole.chores import Chores
from sole.core import zones
from sole.core.frame import FrameReader, frame
from sole.core.heat import HeatControl, TimeProportion
from sole.core.supervisor import Supervisor
from sole.core.thermistor import Thermistor
from sole.drivers.button import Button
from sole.drivers.heater import Heater
from sole.drivers.motor import Motor, Motors
from sole.fault_requests import FaultRequests
from sole.faultlog import FaultLog
from sole.file_requests import FileRequests
from sole.link import Link
from sole.loop import Loop
from sole.massager import Massager
from sole.requests import Requests
from sole.session_requests import SessionRequests

WASM = ("test_a_tick_of_everything_allocates_nothing",)


class DcMotor:
    throttle = None


class NoStore:
    def __init__(self):
        self.catalog = {"a": None}

    def free(self):
        return 1000

    def load(self, name):
        return build([section(60000, [voice(60000, {0: 0, 5: 0})], 3800)], title="T")


class Lease:
    """`sole.hal.Lease` without its timer."""

    expired = False
    renewed = 0

    def renew(self):
        self.renewed += 1


class Log(FaultLog):
    """In memory."""

    saved = 0
    full = False

    def _load(self):
        pass

    def save(self):
        self.saved += 1
        return not self.full


class NoUploads:
    def __init__(self):
        self.waiting = {}

    def names(self):
        return ["a"]

    def load(self, name):
        return NoStore().load(name)


class Rig:
    """A whole massager without hardware."""

    def __init__(self, now_ms=0, motor=DcMotor):
        self.clock = Clock(now_ms)
        self.console = Console(self.clock)
        self.pad = Microvolts(2000000)
        self.pin, self.enable = Pin(), Pin()
        self.switch, self.stop_switch = Switch(), Switch()
        self.link = Link(self.console)
        self.motors = [motor() for _ in range(10)]
        self.lease = Lease()
        self.massager = Massager(
            Motors([Motor(one, 30, 60, 100, 80, False) for one in self.motors], range(10), 400),
            self._heater(),
            Supervisor(4200, 4500, 1800000, 1),
            [Button(self.switch), Button(self.stop_switch, "stop")],
            lease=self.lease,
        )
        self.uploads, self.log = NoUploads(), Log()
        self.sessions = SessionRequests(self.massager, self.uploads, self.random)
        clearing = FaultRequests(self.massager, self.log)
        files = FileRequests(self.massager, NoStore(), self.uploads)
        self.requests = Requests(self.massager, {"board": "rig"}, (self.sessions, clearing, files))
        self.chores = Chores(
            self.massager, self.link, (self.sessions, clearing), self.uploads, self.log, self.fed
        )
        self.loop = Loop(
            self.massager, self.link, self.requests, self.chores, self.clock, self.fed
        )
        self.loop._due_ms = self.clock.ticks_ms()
        self.drawn = 0

    def random(self):
        self.drawn += 1
        return self.drawn

    def _heater(self):
        sensor = Thermistor(
            (200, 1000, 2000, 3000), (9000, 4500, 2500, -1000), "sensor-short", "sensor-open"
        )
        return Heater(
            self.pin,
            self.enable,
            [self.pad],
            [sensor],
            HeatControl(10000, 60, 300),
            TimeProportion(1000),
        )

    def fed(self):
        pass

    def run(self, ms):
        for _ in range(ms // 20):
            self.loop.tick()
            self.loop.slack()

    def serve(self):
        request = self.link.poll(0)
        while request is not None or self.console.wait(0):
            if request is not None:
                self.requests.handle(request, self.link)
            request = self.link.poll(0)

    def ask(self, do, **more):
        """The answer to one request."""
        more["id"] = 1
        more["do"] = do
        return self.send(frame(more))

    def play(self, **more):
        """The answer to a start with a fresh ticket."""
        return self.ask("play", name="a", ticket=self.ask("ready")["ok"]["ticket"], **more)

    def resume(self):
        return self.ask("resume", ticket=self.ask("ready")["ok"]["ticket"])

    def send(self, data):
        self.console.sent = b""
        self.console.put(data)
        self.serve()
        reader = FrameReader(4096)
        answers = [reader.take() for byte in self.console.sent if reader.feed(byte)]
        assert len(answers) == 1, self.console.sent
        return answers[0]


def test_a_session_from_play_to_stop():
    rig = Rig()
    assert rig.play()["ok"] == {"duration_ms": 60000}
    rig.run(4000)
    status = rig.ask("status")["ok"]
    assert (status["state"], status["name"], status["elapsed_ms"]) == ("playing", "a", 4000)
    assert status["levels"][0] == 100
    assert status["levels"][1] == 0
    assert rig.motors[0].throttle > 0.9
    assert rig.enable.is_on
    rig.ask("stop")
    rig.run(20)
    assert not rig.pin.is_on
    assert not rig.enable.is_on
    rig.run(2000)
    assert rig.ask("status")["ok"]["state"] == "idle"
    assert rig.ask("status")["ok"]["ended"] == "stopped"
    assert rig.motors[0].throttle is None


def test_pause_is_quiet_and_cold_and_resume_goes_on():
    rig = Rig()
    rig.play()
    rig.run(4000)
    rig.ask("pause")
    rig.run(1000)
    assert rig.motors[0].throttle is None
    assert not rig.enable.is_on
    rig.run(1000)
    assert rig.ask("status")["ok"]["elapsed_ms"] == 4000
    rig.resume()
    rig.run(2000)
    assert rig.ask("status")["ok"]["elapsed_ms"] == 6000
    assert rig.motors[0].throttle > 0.9


def test_wrong_requests_are_refused_and_counted_and_the_session_plays_on():
    rig = Rig()
    rig.play()
    rig.run(1000)
    good = frame({"id": 1, "do": "ping"})
    cases = (
        (b"\x1e" + b"x" * 600 + b"\n", "too-long"),
        (good.replace(b"ping", b"pong"), "bad-crc"),
        (b"\x1e[1]#73b7efad\n", "bad-crc"),
        (frame({"id": 1, "do": "explode"}), "unknown-verb"),
        (frame({"id": 1}), "unknown-verb"),
        (frame({"id": "x", "do": "ping"}), "bad-args"),
        (frame({"id": 1, "do": "set", "intensity_pct": "loud"}), "bad-args"),
        (frame({"id": 1, "do": "set", "tempo_pct": 1000}), "bad-args"),
        (frame({"id": 1, "do": "get", "name": "../boot"}), "bad-name"),
        (frame({"id": 1, "do": "chunk", "at": 0, "b64": 5}), "bad-args"),
    )
    for data, code in cases:
        assert rig.send(data)["err"]["code"] == code, data
    assert rig.link.bad == len(cases)
    rig.run(1000)
    assert rig.ask("status")["ok"]["elapsed_ms"] == 2000


def test_a_request_without_memory_leaves_what_plays():
    rig = Rig()
    rig.play()
    rig.run(1000)

    def full(name):
        raise MemoryError

    rig.uploads.load = full
    assert rig.ask("get", name="a", at=0)["err"]["code"] == "no-memory"
    rig.run(1000)
    assert rig.ask("status")["ok"]["state"] == "playing"


def test_refusals_that_are_nobodys_fault_are_not_counted():
    rig = Rig()
    assert rig.ask("pause")["err"]["code"] == "not-playing"
    assert rig.resume()["err"]["code"] == "not-playing"
    rig.play()
    assert rig.play()["err"]["code"] == "busy"
    assert rig.ask("remove", name="b")["err"]["code"] == "busy"
    assert rig.resume()["err"]["code"] == "not-playing"
    assert rig.link.bad == 0


def test_a_fault_cuts_the_heat_and_forbids_the_next_session():
    rig = Rig()
    rig.play()
    rig.run(4000)
    assert rig.enable.is_on
    rig.pad.uv = 3300000  # the wire broke
    rig.run(400)
    assert not rig.enable.is_on
    assert not rig.pin.is_on
    assert rig.ask("status")["ok"]["fault"] == "sensor-open"
    rig.pad.uv = 2000000
    rig.ask("stop")
    rig.run(2000)
    assert rig.ask("status")["ok"]["state"] == "fault"
    assert rig.play()["err"]["code"] == "fault"


def test_a_wire_of_the_stop_button_that_breaks_stops_too():
    rig = Rig()
    rig.play()
    rig.run(2000)
    rig.stop_switch.level = 1  # an opening contact: a broken wire looks like a press
    rig.run(20000)
    assert rig.ask("status")["ok"]["fault"] == "emergency-stop"
    rig.switch.level = 1
    rig.run(6000)
    assert rig.ask("status")["ok"]["fault"] == "emergency-stop"


def press(rig):
    rig.switch.level = 1
    rig.run(100)
    rig.switch.level = 0
    rig.run(1000)


def test_the_button_pauses_goes_on_and_starts():
    rig = Rig()
    rig.play()
    rig.run(2000)
    press(rig)
    assert rig.ask("status")["ok"]["state"] == "paused"
    assert not rig.enable.is_on
    press(rig)
    assert rig.ask("status")["ok"]["state"] == "playing"
    rig.run(10000)
    assert rig.ask("status")["ok"]["state"] == "playing", "no host is needed any more"
    rig.ask("stop")
    rig.run(2000)
    press(rig)
    status = rig.ask("status")["ok"]
    assert (status["state"], status["name"], status["live"]) == ("playing", "a", False)


def test_a_latched_fault_keeps_the_button_from_starting():
    rig = Rig()
    rig.pad.uv = 3300000
    rig.run(1000)
    press(rig)
    assert rig.ask("status")["ok"]["state"] == "fault"


def test_late_ticks_are_counted_and_made_up_for():
    rig = Rig(now_ms=(1 << 30) - 2500)  # across the wrap
    rig.play()
    rig.run(1000)
    assert rig.loop.late == 0
    rig.clock.pass_ms(70)
    rig.run(3000)
    assert rig.loop.late == 1
    elapsed_ms = rig.ask("status")["ok"]["elapsed_ms"]
    assert 4040 <= elapsed_ms <= 4080, elapsed_ms


def test_time_spent_on_flash_is_not_late():
    rig = Rig()
    rig.run(1000)
    rig.massager.flash_was_written()
    rig.clock.pass_ms(500)
    rig.run(1000)
    assert rig.loop.late == 0


def test_watch_sends_events_until_the_host_is_silent():
    rig = Rig()
    rig.ask("watch", every_ms=200)
    rig.console.sent = b""
    rig.run(1000)
    assert rig.console.sent.count(b'"ev":"state"') == 5
    rig.run(6000)
    assert rig.massager.watch_every_ms == 0


def test_a_board_that_cannot_be_used_answers_but_plays_nothing():
    massager = Massager(None, None, Supervisor(), board_fault="there is no /board.json")
    requests = Requests(massager, {}, (SessionRequests(massager, NoUploads(), dict),))
    console = Console(Clock())
    requests.handle({"id": 3, "do": "play", "name": "a"}, Link(console))
    assert b'"no-board"' in console.sent
    massager.tick(20)
    assert massager.state()["fault"] == "no-board"


def test_only_a_fresh_ticket_starts_something():
    rig = Rig()
    assert rig.ask("play", name="a")["err"]["code"] == "stale"
    assert rig.ask("play", name="a", ticket=5)["err"]["code"] == "stale"
    old = rig.ask("ready")["ok"]["ticket"]
    rig.run(7000)
    assert rig.ask("play", name="a", ticket=old)["err"]["code"] == "stale"
    rig.play()
    used = rig.drawn
    rig.ask("stop", now=True)
    assert rig.ask("play", name="a", ticket=used)["err"]["code"] == "stale"
    rig.play()
    rig.run(1000)
    rig.ask("pause")
    assert rig.ask("resume", ticket=used)["err"]["code"] == "stale"
    rig.resume()
    rig.run(1000)
    assert rig.ask("status")["ok"]["state"] == "playing"


def test_the_stop_button_stops_everything_within_50_ms_and_latches():
    rig = Rig()
    rig.play()
    rig.run(4000)
    assert rig.enable.is_on
    rig.stop_switch.level = 1
    rig.run(40)
    assert not rig.pin.is_on
    assert not rig.enable.is_on
    assert [motor.throttle for motor in rig.motors] == [None] * 10
    assert rig.ask("clear", code="emergency-stop")["err"]["code"] == "fault-lasts"
    rig.run(6000)
    assert rig.ask("status")["ok"]["fault"] == "emergency-stop", "holding it clears nothing"
    rig.stop_switch.level = 0
    rig.run(1000)
    assert rig.play()["err"]["code"] == "fault"
    assert rig.log.latched == ["emergency-stop"]
    assert rig.ask("clear", code="emergency-stop")["ok"] == {}
    assert rig.log.latched == []
    assert "ok" in rig.play()


def test_stop_now_is_at_once():
    rig = Rig()
    rig.play()
    rig.run(4000)
    rig.ask("stop", now=True)
    rig.run(20)
    assert not rig.pin.is_on
    assert not rig.enable.is_on
    assert rig.ask("status")["ok"]["state"] == "idle"
    assert rig.motors[0].throttle is None or rig.motors[0].throttle < 1


def test_a_second_after_a_session_no_motor_is_braked_any_more():
    rig = Rig()
    rig.massager._motors._motors[0]._brake = True
    rig.play()
    rig.run(3000)
    rig.ask("stop", now=True)
    rig.run(500)
    assert rig.motors[0].throttle == 0
    rig.run(1000)
    assert rig.motors[0].throttle is None
    rig.play()
    rig.run(3000)
    assert rig.motors[0].throttle > 0.9


def test_an_expired_lease_is_a_fault():
    rig = Rig()
    rig.play()
    rig.run(2000)
    renewed = rig.lease.renewed
    rig.run(200)
    assert rig.lease.renewed == renewed + 10
    rig.lease.expired = True
    rig.run(20)
    assert rig.ask("status")["ok"]["fault"] == "lease-expired"
    assert not rig.enable.is_on


def test_faults_are_told_and_cleared_by_name_once_they_are_over():
    rig = Rig()
    rig.play()
    rig.run(4000)
    rig.pad.uv = 3300000
    rig.run(1000)
    told = rig.ask("faults")["ok"]
    assert told["latched"] == ["sensor-open"]
    (entry,) = told["entries"]
    assert entry[0] == "sensor-open"
    assert entry[1] == 4
    assert entry[3] == "a"
    assert rig.log.saved == 1
    rig.ask("stop")
    rig.run(2000)
    assert rig.ask("clear", code="sensor-short")["err"]["code"] == "no-fault"
    assert rig.ask("clear", code="nonsense")["err"]["code"] == "bad-args"
    assert rig.ask("clear")["err"]["code"] == "bad-args"
    assert rig.ask("clear", code="sensor-open")["err"]["code"] == "fault-lasts"
    rig.pad.uv = 2000000
    rig.run(1000)
    assert rig.ask("clear", code="sensor-open")["ok"] == {}
    assert rig.ask("status")["ok"]["fault"] is None


def test_a_fault_that_could_not_be_written_is_written_later():
    rig = Rig()
    rig.log.full = True
    rig.pad.uv = 3300000
    rig.run(2000)
    assert rig.ask("status")["ok"]["fault"] == "sensor-open"
    assert rig.log.saved == 1
    rig.run(55000)
    rig.log.full = False
    rig.run(6000)
    assert rig.log.saved == 2
    rig.run(120000)
    assert rig.log.saved == 2


def test_holding_the_button_clears_what_is_over():
    rig = Rig()
    rig.pad.uv = 3300000
    rig.run(1000)
    rig.switch.level = 1
    rig.run(5500)
    assert rig.ask("status")["ok"]["fault"] == "sensor-open", "it lasts"
    rig.switch.level = 0
    rig.pad.uv = 2000000
    rig.run(1000)
    rig.switch.level = 1
    rig.run(5500)
    assert rig.ask("status")["ok"]["fault"] is None


def test_a_hot_or_unbelievable_pad_forbids_a_start():
    rig = Rig()
    rig.pad.uv = 1080000  # 43.4 C: hot, though below the cut-off
    rig.run(1000)
    refused = rig.play()["err"]
    assert refused["code"] == "self-test"
    assert "hot already" in refused["say"]
    rig.pad.uv = 2000000
    rig.run(1000)
    rig.massager.self_test = "flash: sole/app.mpy is not what was installed"
    assert "sole/app.mpy" in rig.play()["err"]["say"]


def test_a_frame_that_comes_in_the_slack_is_answered_in_it():
    rig = Rig()
    rig.run(100)
    rig.console.sent = b""
    rig.console.put(frame({"id": 9, "do": "ping"}))
    rig.run(20)
    assert b'"id":9' in rig.console.sent


def test_a_loop_without_any_slack_still_hears_stop():
    rig = Rig()
    rig.play()
    rig.run(1000)
    rig.console.put(frame({"id": 9, "do": "stop"}))
    for _ in range(100):
        rig.loop.tick()
        rig.clock.pass_ms(25)  # each tick takes longer than a tick
        rig.loop.slack()
    assert rig.massager.session.ended == "stopped"
    assert rig.loop.late > 10


class QuietMotor:
    """Without the float that adafruit_motor's throttle costs when a duty changes."""

    def __init__(self):
        self.written = 0

    @property
    def throttle(self):
        return None

    @throttle.setter
    def throttle(self, value):
        self.written += 1


class FixedDuty(Motors):
    """Stops short of the throttle."""

    def drive(self, levels, dt_ms):
        for zone in range(zones.COUNT):
            self._motors[zone].aim(levels[zone], dt_ms)


def test_a_tick_of_everything_allocates_nothing():
    rig = Rig(motor=QuietMotor)
    data = build(
        [
            section(2000, [voice(2000, {0: 0, 5: 0})], 3800, 1000),
            section(1000, [voice(1000, {1: 0, 9: 0})], 3000),
        ],
        [(2, 3), (1, 0), (1, 1), (3, 0)],
    )
    rig.massager.session.play("a", data, 100, 100)
    rig.massager._motors = FixedDuty(rig.massager._motors._motors, range(10), 400)
    rig.run(200)
    heap_lock()
    for _ in range(400):
        rig.loop.tick()
        rig.clock.pass_ms(20)
    heap_unlock()
    assert rig.loop.ticks == 410
    assert rig.loop.late == 0
