"""A host may make a session weaker and colder at any time, and stronger or warmer only one that
ends when the host falls silent."""

from massager_rig import Rig


def by_button(**settings):
    """A session that was started at the button, with these settings."""
    rig = Rig()
    rig.settings.values.update(settings)
    rig.press()
    rig.run(2000)
    assert not rig.status()["live"]
    return rig


def now(rig):
    rig.run(200)
    status = rig.status()
    return status["intensity_pct"], status["target_cc"]


def test_a_session_of_the_button_gets_weaker_and_colder_at_once():
    rig = by_button()
    assert "ok" in rig.ask("scale", intensity_pct=60)
    assert "ok" in rig.ask("set", heat_limit_cc=3400)
    assert now(rig) == (60, 3400)


def test_it_gets_no_stronger_and_no_warmer():
    rig = by_button(intensity_pct=60, heat_limit_cc=3400)
    refused = rig.ask("scale", intensity_pct=61)["err"]
    assert (refused["code"], "only weaker" in refused["say"]) == ("not-live", True)
    kept = rig.ask("set", intensity_pct=120, heat_limit_cc=4200)["ok"]
    assert (kept["intensity_pct"], kept["heat_limit_cc"]) == (120, 4200)
    assert now(rig) == (60, 3400)
    rig.ask("stop", now=True)
    rig.press()
    rig.run(2000)
    assert now(rig) == (120, 3800), "from the next start on"


def test_the_buttons_still_make_it_stronger():
    rig = by_button(intensity_pct=60)
    rig.press("intensity-up")
    assert rig.status()["intensity_pct"] == 70


def test_a_live_session_gets_what_its_host_asks():
    rig = Rig()
    rig.settings.values.update({"intensity_pct": 60, "heat_limit_cc": 3400})
    rig.play()
    rig.run(2000)
    assert "ok" in rig.ask("scale", intensity_pct=90)
    assert "ok" in rig.ask("set", heat_limit_cc=3700)
    assert now(rig) == (90, 3700)
    assert "ok" in rig.ask("set", intensity_pct=110)
    assert now(rig) == (110, 3700)


def test_heat_that_a_fault_took_comes_back_by_a_live_host_or_a_new_start_only():
    rig = by_button()
    rig.pad.uv = 3300000
    rig.run(1000)
    rig.pad.uv = 2000000
    rig.run(1000)
    status = rig.status()
    assert (status["state"], status["fault"], status["target_cc"]) == ("playing", "sensor-open", 0)
    assert rig.ask("clear", code="sensor-open")["err"]["code"] == "not-live"
    assert rig.ask("clear", code="watchdog")["err"]["code"] == "no-fault"
    assert now(rig)[1] == 0
    rig.ask("stop")
    rig.run(3000)
    assert "ok" in rig.ask("clear", code="sensor-open")


def test_neither_settings_nor_clock_start_anything():
    rig = Rig()
    bedtime = {"at_min": 1380, "days": 127, "routine": "b", "pulse": True}
    rig.ask("set", bedtime=bedtime, heat_limit_cc=4200, intensity_pct=150)
    rig.ask("clock", local="2026-11-23T22:00:00")
    rig.run(60000)
    assert rig.status()["state"] == "armed"
    assert not rig.pin.is_on
    assert rig.usage.told == []
