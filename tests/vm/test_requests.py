"""Requests over a link: sessions, refusals, tickets."""

from dummies import Clock, Console
from massager_rig import Patterns, Rig, Settings
from sole.core import faults
from sole.core.frame import frame
from sole.core.supervisor import Supervisor
from sole.link import Link
from sole.massager import Massager
from sole.requests import Requests
from sole.session_requests import SessionRequests
from sole.starter import Starter


def test_a_session_from_play_to_stop():
    rig = Rig()
    assert rig.play()["ok"] == {"duration_ms": 60000}
    rig.run(4000)
    status = rig.status()
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
    assert rig.status()["state"] == "idle"
    assert rig.status()["ended"] == "stopped"
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
    assert rig.status()["elapsed_ms"] == 4000
    rig.resume()
    rig.run(2000)
    assert rig.status()["elapsed_ms"] == 6000
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
        (frame({"id": 1, "do": "scale", "intensity_pct": "loud"}), "bad-args"),
        (frame({"id": 1, "do": "scale", "tempo_pct": 1000}), "bad-args"),
        (frame({"id": 1, "do": "get", "name": "../boot"}), "bad-name"),
        (frame({"id": 1, "do": "chunk", "at": 0, "b64": 5}), "bad-args"),
    )
    for data, code in cases:
        assert rig.send(data)["err"]["code"] == code, data
    assert rig.link.bad == len(cases)
    rig.run(1000)
    assert rig.status()["elapsed_ms"] == 2000


def test_a_request_without_memory_leaves_what_plays():
    rig = Rig()
    rig.play()
    rig.run(1000)

    def full(name):
        raise MemoryError

    rig.patterns.load = full
    assert rig.ask("get", name="a", at=0)["err"]["code"] == "no-memory"
    rig.run(1000)
    assert rig.status()["state"] == "playing"


def test_a_frame_that_memory_does_not_hold_is_only_counted():
    rig = Rig()
    rig.play()
    take = rig.link._reader.take

    def no_memory():
        take()
        raise MemoryError

    rig.link._reader.take = no_memory
    rig.console.put(frame({"id": 9, "do": "stop"}))
    rig.run(100)
    rig.link._reader.take = take
    assert rig.status()["state"] == "playing"
    assert rig.link.bad == 1


def test_refusals_that_are_nobodys_fault_are_not_counted():
    rig = Rig()
    assert rig.ask("pause")["err"]["code"] == "not-playing"
    assert rig.resume()["err"]["code"] == "not-playing"
    rig.play()
    assert rig.play()["err"]["code"] == "busy"
    assert rig.ask("remove", name="b")["err"]["code"] == "busy"
    assert rig.resume()["err"]["code"] == "not-playing"
    assert rig.link.bad == 0


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
    massager.power_on()
    starter = Starter(massager, Patterns(), Settings(), None, None, None)
    sessions = SessionRequests(massager, starter, Patterns(), dict)
    requests = Requests(massager, {}, (sessions,))
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
    assert rig.status()["state"] == "playing"


def test_a_ticket_is_used_up_by_its_first_use_good_or_not():
    rig = Rig()
    rig.play()
    used = rig.drawn
    rig.run(1000)
    rig.ask("pause")
    assert rig.ask("resume", ticket=used)["err"]["code"] == "stale"
    fresh = rig.ask("ready")["ok"]["ticket"]
    assert rig.ask("resume", ticket=fresh + 1)["err"]["code"] == "stale"
    assert rig.ask("resume", ticket=fresh)["err"]["code"] == "stale", "nobody guesses twice"
    rig.run(1000)
    assert rig.status()["state"] == "paused"


def test_stop_now_is_at_once():
    rig = Rig()
    rig.play()
    rig.run(4000)
    rig.ask("stop", now=True)
    rig.run(20)
    assert not rig.pin.is_on
    assert not rig.enable.is_on
    assert rig.status()["state"] == "idle"
    assert rig.motors[0].throttle is None or rig.motors[0].throttle < 1


def test_a_pad_that_is_still_warm_cools_before_it_is_idle():
    rig = Rig()
    rig.play()
    rig.run(2000)
    rig.pad.uv = 1500000  # 35 C
    rig.run(2000)
    rig.ask("stop")
    rig.run(2000)
    assert rig.status()["state"] == "cooling"
    assert "ok" in rig.play(), "a warm pad forbids no massage"
    rig.ask("stop", now=True)
    rig.pad.uv = 2000000
    rig.run(1000)
    assert rig.status()["state"] == "idle"


def test_who_holds_a_ticket_arms_it_for_as_long_as_it_is_good():
    rig = Rig()
    rig.ask("ready")
    assert rig.status()["state"] == "armed"
    rig.run(5000)
    assert rig.status()["state"] == "armed"
    rig.run(2000)
    assert rig.status()["state"] == "idle"


def test_a_live_session_swaps_its_pattern():
    rig = Rig()
    assert rig.ask("swap", name="b")["err"]["code"] == "not-playing"
    rig.play()
    rig.run(3000)
    assert rig.ask("swap", name="b")["ok"] == {"duration_ms": 60000}
    rig.run(1000)
    status = rig.status()
    assert (status["name"], status["state"], status["elapsed_ms"]) == ("b", "playing", 4000)


def test_a_session_without_a_host_is_not_swapped_by_one():
    rig = Rig()
    rig.press()
    assert rig.ask("swap", name="b")["err"]["code"] == "not-playing"


def test_sessions_go_into_the_log_with_what_they_used():
    rig = Rig()
    rig.wall.now = (9823, 72000)
    rig.play()
    rig.run(3000)
    rig.ask("stop")
    rig.run(2000)
    assert rig.usage.told == [("begin", "a", (9823, 72000)), ("end", "stopped")]
    meter = rig.usage.meter
    assert 4000 <= meter.length_ms <= 5000
    assert 2900 <= meter.motor_ms[0] <= meter.length_ms
    assert meter.motor_ms[1] == 0
    assert meter.pad_ms > 0


def test_a_pause_is_no_massage():
    rig = Rig()
    rig.press()
    rig.run(4000)
    rig.press()
    rig.run(30000)
    assert rig.status()["state"] == "paused"
    rig.press()
    rig.run(4000)
    rig.ask("stop")
    rig.run(3000)
    assert 8000 <= rig.usage.meter.length_ms <= 13000


def test_the_pad_is_counted_to_the_tick():
    rig = Rig()
    rig.press()
    on_ms = 0
    for second in range(20):
        rig.pad.uv = 2000000 - 500 * second  # warming: the duty changes from window to window
        for _ in range(50):
            rig.run(20)
            on_ms += 20 if rig.pin.is_on else 0
    assert 1000 < on_ms < 19000
    rig.ask("stop")
    rig.run(3000)
    assert abs(rig.usage.meter.pad_ms - on_ms) <= 180, "but for what came after the last look"


def test_settings_of_the_house_apply_where_a_request_names_none():
    rig = Rig()
    rig.settings.values.update({"intensity_pct": 70, "tempo_pct": 80})
    rig.play(tempo_pct=120)
    status = rig.status()
    assert (status["intensity_pct"], status["tempo_pct"]) == (70, 120)


def test_the_heat_limit_of_the_house_lowers_the_target_and_raises_nothing():
    rig = Rig()
    for limit_cc, target_cc in ((3500, 3500), (9000, 3800)):
        rig.settings.values["heat_limit_cc"] = limit_cc
        rig.play()
        rig.run(2000)
        assert rig.status()["target_cc"] == target_cc
        rig.ask("stop", now=True)


def test_a_pad_that_heats_by_itself_is_shown_whatever_came_first():
    rig = Rig()
    rig.massager.supervisor.latch.set(faults.SENSOR_FROZEN)
    rig.massager.supervisor.latch.set(faults.HEATER_STUCK_ON)
    sounds = False
    for _ in range(100):
        rig.run(20)
        sounds = sounds or rig.massager.indication.tone_hz > 0
    assert sounds
