"""The loop: on time, late, and without a byte of heap."""

from builder import build, section, voice
from common import frames_read, heap_lock, heap_unlock
from massager_rig import Rig
from sole.core.frame import FrameReader, frame

WASM = ("test_a_tick_of_everything_allocates_nothing",)


def test_late_ticks_are_counted_and_made_up_for():
    rig = Rig(now_ms=(1 << 30) - 2500)  # across the wrap
    rig.play()
    rig.run(1000)
    assert rig.loop.late == 0
    rig.clock.pass_ms(70)
    rig.run(3000)
    assert rig.loop.late == 1
    elapsed_ms = rig.status()["elapsed_ms"]
    assert 4040 <= elapsed_ms <= 4080, elapsed_ms


def test_time_spent_on_flash_is_not_late():
    rig = Rig()
    rig.run(1000)
    rig.massager.flash_was_written()
    rig.clock.pass_ms(500)
    rig.run(1000)
    assert rig.loop.late == 0
    rig.clock.pass_ms(500)  # and nothing was written
    rig.run(1000)
    assert rig.loop.late == 1


def test_a_second_after_a_session_no_motor_is_braked_any_more():
    rig = Rig()
    motor = rig.massager._motors._motors[0]
    motor.throttles = list(motor.throttles)
    motor.throttles[-1] = 0.0  # as of a bridge, which brakes
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


def test_a_frame_that_comes_in_the_slack_is_answered_in_it():
    rig = Rig()
    rig.run(100)
    rig.console.sent = b""
    rig.console.put(frame({"id": 9, "do": "ping"}))
    rig.run(20)
    assert b'"id":9' in rig.console.sent


def test_a_request_waits_for_the_next_tick_if_little_is_left_of_this_one():
    for passed_ms, answered in ((10, True), (16, False)):
        rig = Rig()
        rig.run(100)
        rig.loop.tick()
        rig.clock.pass_ms(passed_ms)
        rig.console.sent = b""
        rig.console.put(frame({"id": 9, "do": "ping"}))
        rig.loop.slack()
        assert (b'"id":9' in rig.console.sent) is answered, passed_ms
        rig.run(20)
        assert b'"id":9' in rig.console.sent


def test_a_request_waits_for_one_turn_however_little_each_leaves():
    for verb in ("ping", "stop"):
        rig = Rig()
        rig.play()
        rig.run(1000)
        rig.console.sent = b""
        rig.console.put(frame({"id": 9, "do": verb}))
        for _ in range(3):
            rig.loop.tick()
            rig.clock.pass_ms(15)  # what each tick takes
            rig.loop.slack()
        assert b'"id":9' in rig.console.sent, verb
        assert rig.loop.late == 0


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


def answers(rig, *requests):
    """All that is answered to requests that are sent in one go."""
    rig.console.sent = b""
    rig.console.room_bytes = 32
    for number in range(len(requests)):
        requests[number]["id"] = number
        rig.console.put(frame(requests[number]))
    rig.run(100)
    return frames_read(FrameReader(4096), rig.console.sent)


def test_a_stop_overtakes_what_waits_for_an_answer_to_go_out():
    rig = Rig()
    rig.play()
    rig.run(1000)
    told = answers(rig, {"do": "status"}, {"do": "status"}, {"do": "ping"}, {"do": "stop"})
    assert [one["id"] for one in told] == [0, 3, 1, 2]
    assert told[2]["ok"]["state"] == "winding-down"


def test_the_answer_to_a_stop_overtakes_those_that_wait_to_go_out():
    rig = Rig()
    rig.play()
    rig.run(1000)
    rig.console.sent = b""
    rig.console.room_bytes = 32
    rig.console.put(frame({"id": 0, "do": "status"}))
    for _ in range(3):
        rig.console.put(b"\x1e{}#00000000\n")  # refused as soon as it is read
    rig.console.put(frame({"id": 9, "do": "stop"}))
    rig.run(200)
    told = frames_read(FrameReader(4096), rig.console.sent)
    assert [one["id"] for one in told] == [0, 9, None, None, None]


def test_nothing_that_a_stop_overtook_starts_a_session():
    rig = Rig()
    ticket = rig.ask("ready")["ok"]["ticket"]
    play = {"do": "play", "name": "a", "ticket": ticket}
    told = answers(rig, {"do": "status"}, play, {"do": "stop"})
    assert [one["id"] for one in told] == [0, 2, 1]
    assert told[2]["err"]["code"] == "stale"
    assert rig.status()["state"] == "idle"


def test_what_comes_faster_than_answers_go_out_is_counted():
    for verb in ("ping", "stop"):
        rig = Rig()
        rig.play()
        rig.run(1000)
        told = answers(rig, {"do": "status"}, *[{"do": verb} for _ in range(20)])
        assert sorted([one["id"] for one in told])[:4] == [0, 1, 2, 3], verb
        assert len(told) + rig.link.bad == 21, verb
        assert rig.link.bad > 0 or verb == "stop", "a stop is answered while an answer goes out"


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
    rig.run(200)
    heap_lock()
    for _ in range(400):
        rig.loop.tick()
        rig.clock.pass_ms(20)
    heap_unlock()
    assert rig.loop.ticks == 410
    assert rig.loop.late == 0
