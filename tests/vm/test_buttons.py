"""The buttons and what they do."""

from massager_rig import Rig


def test_a_wire_of_the_stop_button_that_breaks_stops_too():
    rig = Rig()
    rig.play()
    rig.run(2000)
    rig.stop_switch.level = 1  # an opening contact: a broken wire looks like a press
    rig.run(20000)
    assert rig.status()["fault"] == "emergency-stop"
    rig.switch.level = 1
    rig.run(6000)
    assert rig.status()["fault"] == "emergency-stop"


def test_the_button_pauses_goes_on_and_starts():
    rig = Rig()
    rig.play()
    rig.run(2000)
    rig.press()
    assert rig.status()["state"] == "paused"
    assert not rig.enable.is_on
    rig.press()
    assert rig.status()["state"] == "playing"
    rig.run(10000)
    assert rig.status()["state"] == "playing", "no host is needed any more"
    rig.ask("stop")
    rig.run(2000)
    rig.press()
    status = rig.status()
    assert (status["state"], status["name"], status["live"]) == ("playing", "a", False)


def test_a_latched_fault_keeps_the_button_from_starting():
    rig = Rig()
    rig.pad.uv = 3300000
    rig.run(1000)
    rig.press()
    assert rig.status()["state"] == "fault"


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
    assert rig.status()["fault"] == "emergency-stop", "holding it clears nothing"
    rig.stop_switch.level = 0
    rig.run(1000)
    assert rig.play()["err"]["code"] == "fault"
    assert rig.log.latched == ["emergency-stop"]
    assert rig.ask("clear", code="emergency-stop")["ok"] == {}
    assert rig.log.latched == []
    assert "ok" in rig.play()


def test_holding_the_button_clears_what_is_over():
    rig = Rig()
    rig.pad.uv = 3300000
    rig.run(1000)
    rig.press(ms=5500)
    assert rig.status()["fault"] == "sensor-open", "it lasts"
    rig.pad.uv = 2000000
    rig.run(1000)
    rig.press(ms=5500)
    assert rig.status()["fault"] is None


def double_press(rig):
    rig.press(then_ms=100)
    rig.press()


def test_a_double_press_goes_to_the_next_routine_and_round():
    rig = Rig()
    rig.press()
    assert rig.status()["name"] == "a"
    for following in ("b", "c", "a"):
        double_press(rig)
        assert rig.status()["state"] == "winding-down", "the old one fades out"
        rig.run(2000)
        status = rig.status()
        assert (status["name"], status["state"], status["live"]) == (following, "playing", False)
    assert rig.usage.told[1] == ("end", "stopped")


def test_a_long_press_stops_and_does_not_wait_for_the_release():
    rig = Rig()
    rig.press()
    rig.run(3000)
    rig.switch.level = 1
    rig.run(1100)
    assert rig.status()["state"] == "winding-down"
    rig.run(2000)
    assert (rig.status()["state"], rig.status()["ended"]) == ("idle", "stopped")
    rig.switch.level = 0
    rig.run(2000)
    assert rig.status()["state"] == "idle", "letting go starts nothing"


def test_a_press_while_the_last_session_fades_out_is_kept():
    rig = Rig()
    rig.press()
    rig.run(3000)
    rig.ask("stop")
    rig.press(then_ms=400)
    assert rig.status()["state"] == "winding-down"
    rig.run(2000)
    assert rig.status()["state"] == "playing"


def test_a_long_press_takes_such_a_press_back():
    rig = Rig()
    rig.press()
    rig.run(3000)
    rig.massager.session.player.end_in(2500)
    rig.run(1000)
    rig.press(then_ms=320)
    assert rig.massager.buttons.start_wanted
    rig.press(ms=1100, then_ms=3000)
    assert rig.status()["state"] == "idle"


def test_without_memory_a_press_starts_nothing_and_breaks_nothing():
    rig = Rig()

    def exhausted(_name=None):
        raise MemoryError

    load, rig.patterns.load = rig.patterns.load, exhausted
    rig.press()
    assert rig.status()["state"] == "idle"
    rig.patterns.load, rig.massager.tests = load, exhausted
    rig.press()
    assert rig.status()["state"] == "idle", "the self-test is not left half way"
    assert rig.play()["err"]["code"] == "no-memory"
    assert rig.status()["state"] == "idle"
    rig.massager.tests = None
    rig.press()
    assert rig.status()["state"] == "playing"


def test_intensity_buttons_step_and_stay_in_range():
    rig = Rig()
    rig.press()
    rig.press("intensity-up")
    assert rig.status()["intensity_pct"] == 110
    for _ in range(9):
        rig.press("intensity-up", then_ms=100)
    assert rig.status()["intensity_pct"] == 150
    rig.press("intensity-down", ms=9000)
    assert rig.status()["intensity_pct"] == 10


def test_the_favorite_comes_first():
    rig = Rig()
    rig.settings.values["favorite"] = "c"
    rig.settings.values["intensity_pct"] = 60
    rig.press()
    status = rig.status()
    assert (status["name"], status["intensity_pct"]) == ("c", 60)


def test_a_favorite_that_was_removed_is_passed_over():
    rig = Rig()
    rig.settings.values["favorite"] = "gone"
    rig.press()
    assert rig.status()["name"] == "a"


def test_without_patterns_a_press_does_nothing():
    rig = Rig()
    rig.patterns.catalog.clear()
    rig.press()
    double_press(rig)
    assert rig.status()["state"] == "idle"


def test_a_stuck_button_starts_nothing_and_can_be_stopped():
    rig = Rig()
    rig.switch.level = 1
    rig.run(60000)
    assert rig.status()["state"] == "idle"
    assert rig.usage.told == []
