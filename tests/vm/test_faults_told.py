"""Faults as a host sees them: told, kept, cleared, and what they forbid."""

from massager_rig import Rig
from sole import selftest
from sole.core import faults


def test_a_fault_cuts_the_heat_and_forbids_the_next_session():
    rig = Rig()
    rig.play()
    rig.run(4000)
    assert rig.enable.is_on
    rig.pad.uv = 3300000  # the wire broke
    rig.run(400)
    assert not rig.enable.is_on
    assert not rig.pin.is_on
    assert rig.status()["fault"] == "sensor-open"
    rig.pad.uv = 2000000
    rig.ask("stop")
    rig.run(2000)
    assert rig.status()["state"] == "fault"
    assert rig.play()["err"]["code"] == "fault"


def test_each_fault_that_allows_nothing_ends_the_session_and_stops_the_motors():
    tried = 0
    for index in range(len(faults.TABLE)):
        code, action = faults.TABLE[index]
        if action != faults.ALL_OFF:
            continue
        rig = Rig()
        rig.play()
        rig.run(4000)
        assert rig.motors[0].throttle > 0.9
        rig.massager.supervisor.latch.set(index)
        rig.run(40)
        status = rig.status()
        assert (status["state"], status["ended"], status["levels"]) == ("fault", "fault", [0] * 10)
        rig.run(1500)
        assert rig.motors[0].throttle is None, code
        assert not rig.enable.is_on, code
        tried += 1
    assert tried == 5


def test_an_expired_lease_is_a_fault():
    rig = Rig()
    rig.play()
    rig.run(2000)
    renewed = rig.lease.renewed
    rig.run(200)
    assert rig.lease.renewed == renewed + 10
    rig.lease.expired = True
    rig.run(20)
    assert rig.status()["fault"] == "lease-expired"
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
    assert rig.status()["fault"] is None


def test_a_pad_that_was_too_hot_must_be_comfortable_before_that_is_cleared():
    rig = Rig()
    rig.pad.uv = 1000000  # 45 C
    rig.run(1000)
    assert rig.status()["fault"] == "over-temperature"
    for uv, code in ((1200000, "fault-lasts"), (1260000, None)):  # 41 and 39.8 C
        rig.pad.uv = uv
        rig.run(2000)
        answer = rig.ask("clear", code="over-temperature")
        assert answer.get("err", {}).get("code") == code, rig.status()["temp_cc"]


def test_a_fault_that_could_not_be_written_is_written_later():
    rig = Rig()
    rig.log.full = True
    rig.pad.uv = 3300000
    rig.run(2000)
    assert rig.status()["fault"] == "sensor-open"
    assert rig.log.saved == 1
    rig.run(55000)
    rig.log.full = False
    rig.run(6000)
    assert rig.log.saved == 2
    rig.run(120000)
    assert rig.log.saved == 2


def test_a_hot_or_unbelievable_pad_forbids_a_start():
    rig = Rig()
    rig.pad.uv = 1080000  # 43.4 C: hot, though below the cut-off
    rig.run(1000)
    refused = rig.play()["err"]
    assert refused["code"] == "self-test"
    assert refused["say"] == "pad: hot already, 43.40 degrees"
    rig.pad.uv = 2000000
    rig.run(1000)
    rig.massager.tests = lambda: "flash: sole/app.mpy is not what was installed"
    assert "sole/app.mpy" in rig.play()["err"]["say"]


class Reading:
    """A thermistor that was just read."""

    fault = None

    def __init__(self, cc):
        self.cc = cc


def test_what_the_self_test_says_of_a_pad():
    assert selftest.pad([Reading(2200), Reading(2600)]) is None
    assert selftest.pad([]) is None
    said = selftest.pad([Reading(-1205), Reading(2200)])
    assert said == "pad: -12.05 degrees is no room's temperature"
    said = selftest.pad([Reading(2200), Reading(2901)])
    assert said == "pad: the thermistors are 7.01 degrees apart"
    assert selftest.pad([Reading(4310)]) == "pad: hot already, 43.10 degrees"
