"""A whole massager without hardware, for tests; runs on both Pythons."""

from builder import build, section, voice
from dummies import Clock, Console, Microvolts, Pin, Switch
from sole import settings
from sole.bedtime_keeper import BedtimeKeeper
from sole.chores import Chores
from sole.core.frame import FrameReader, frame
from sole.core.heat import HeatControl, TimeProportion
from sole.core.supervisor import Supervisor
from sole.core.thermistor import Thermistor
from sole.core.usage_meter import UsageMeter
from sole.drivers.button import Button
from sole.drivers.heater import Heater
from sole.drivers.motor import Motor, Motors
from sole.fault_keeping import FaultKeeping
from sole.fault_requests import FaultRequests
from sole.faultlog import FaultLog
from sole.file_requests import FileRequests
from sole.link import Link
from sole.loop import Loop
from sole.massager import Massager
from sole.requests import Requests
from sole.saving import Saving
from sole.session_requests import SessionRequests
from sole.settings_requests import SettingsRequests
from sole.starter import Starter
from sole.wishes import Wishes

BUTTONS = ("play", "stop", "intensity-down", "intensity-up")


class DcMotor:
    throttle = None


class Patterns:
    """Store and uploads in memory: three patterns of a minute."""

    def __init__(self):
        self.catalog = {"a": None, "b": None, "c": None}
        self.waiting = {}

    def free(self):
        return 1000

    def names(self):
        return sorted(self.catalog)

    def let_pass(self):
        pass

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


class Settings(settings.Settings):
    """In memory. `saved` counts."""

    saved = 0

    def __init__(self):
        super().__init__("/no-such-folder")

    def save(self):
        self.saved += 1
        self.unsaved = False
        return True


class WallClock:
    """`now` is (day, second), or None for a clock that was never set."""

    now = None

    def read(self):
        return self.now

    def set(self, day, second):
        self.now = (day, second)


class Usage:
    """Notes what it is told."""

    unsaved = False

    def __init__(self, motors):
        self.meter = UsageMeter(motors)
        self.told = []

    def begin(self, name, now):
        self.meter.begin()
        self.told.append(("begin", name, now))

    def end(self, ended):
        self.told.append(("end", ended))


class Light:
    """Shows nothing, counts."""

    shown = 0

    def show(self, indication):
        self.shown += 1


class Rig:
    """A massager with ten motors, pad, four buttons and a light, and a host to ask it."""

    def __init__(self, now_ms=0, motor=DcMotor, brake=False):
        self.clock = Clock(now_ms)
        self.console = Console(self.clock)
        self.pad = Microvolts(2000000)
        self.pin, self.enable = Pin(), Pin()
        self.switches = [Switch() for _ in BUTTONS]
        self.switch, self.stop_switch = self.switches[:2]
        self.link = Link(self.console)
        self.motors = [motor() for _ in range(10)]
        self.lease, self.light = Lease(), Light()
        self.patterns, self.log, self.settings = Patterns(), Log(), Settings()
        self.wall, self.usage = WallClock(), Usage(10)
        self.drawn = 0
        self.massager = self._massager(brake)
        self.massager.power_on()
        self._connect()

    def _massager(self, brake):
        return Massager(
            Motors([Motor(one, 30, 60, 100, 80, brake) for one in self.motors], range(10), 400),
            self._heater(),
            Supervisor(4200, 4500, 1800000, 1),
            [Button(switch, does) for switch, does in zip(self.switches, BUTTONS)],
            [self.light],
            self.lease,
            meter=self.usage.meter,
        )

    def _heater(self):
        sensor = Thermistor(
            (200, 1000, 2000, 3000), (9000, 4500, 2500, -1000), "sensor-short", "sensor-open"
        )
        control = HeatControl(10000, 60, 300)
        switches = (self.pin, self.enable)
        return Heater(*switches, [self.pad], [sensor], control, TimeProportion(1000))

    def _connect(self):
        massager, link = self.massager, self.link
        self.keeper = BedtimeKeeper(self.settings, self.wall)
        starter = Starter(
            massager, self.patterns, self.settings, self.keeper, self.usage, self.wall
        )
        self.sessions = SessionRequests(massager, starter, self.patterns, self.random)
        clearing = FaultRequests(massager, self.log)
        files = FileRequests(massager, self.patterns, self.patterns)
        kept = SettingsRequests(massager, self.settings, self.wall, self.keeper)
        requests = Requests(massager, {"board": "rig"}, (self.sessions, clearing, files, kept))
        jobs = (
            FaultKeeping(massager, link, self.log),
            Wishes(massager, starter, self.keeper, self.sessions, clearing),
            Saving(massager, link, self.patterns, (self.settings, self.usage)),
        )
        self.requests = requests
        chores = Chores(self.fed, jobs)
        self.loop = Loop(massager, link, requests, chores, self.clock, self.fed, self.fed)
        self.loop._due_ms = self.clock.ticks_ms()

    def random(self):
        self.drawn += 1
        return self.drawn

    def fed(self):
        pass

    def run(self, ms):
        for _ in range(ms // 20):
            self.loop.tick()
            self.loop.slack()

    def serve(self):
        request = self.link.poll(0)
        while request is not None or self.link.sending or self.console.wait(0):
            if request is not None:
                self.requests.handle(request, self.link)
            request = self.link.poll(0)

    def ask(self, do, **more):
        """The answer to one request."""
        more["id"] = 1
        more["do"] = do
        return self.send(frame(more))

    def status(self):
        return self.ask("status")["ok"]

    def play(self, name="a", **more):
        """The answer to a start with a fresh ticket."""
        return self.ask("play", name=name, ticket=self.ask("ready")["ok"]["ticket"], **more)

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

    def press(self, does="play", ms=100, then_ms=1000):
        """Holds a button for `ms`, lets go, and waits."""
        switch = self.switches[BUTTONS.index(does)]
        self.run(20)  # one that is pressed at power-on would be stuck
        switch.level = 1
        self.run(ms)
        switch.level = 0
        self.run(then_ms)
