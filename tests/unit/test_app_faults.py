"""The whole firmware on CPython when something is broken: what it does, and what it keeps."""

from binascii import crc32

from sole.core.frame import seal, unseal
from solewave import board as boards
from unit.app_rig import LAMP, TICKET, play
from unit.stubs.pins import HIGH


def test_a_broken_thermistor_cuts_the_heat_and_stays_a_fault(make_rig):
    rig = make_rig()
    table = unseal(boards.load("esp32-devkitc").compiled())["heater"]
    sensor = rig.board.line(table["sensors"][0]["pin"])
    working_mv = sensor.applied_mv
    enable = rig.board.line(table["enable"] & 255)
    asked = play(rig)
    rig.board.clock.call_at(1500, lambda: setattr(sensor, "applied_mv", 0))
    rig.board.clock.call_at(2500, lambda: setattr(sensor, "applied_mv", working_mv))
    rig.run(3500)
    assert rig.answer(asked)["ok"]["fault"] in ("sensor-short", "sensor-open")
    (_, off), (closed_ms, on), (opened_ms, off_again) = enable.history
    assert (off, on > 0, off_again) == (0, True, 0)
    assert closed_ms < 1500 < opened_ms <= 1500 + 400


def heater_pins():
    table = unseal(boards.load("esp32-devkitc").compiled())["heater"]
    return [table["pin"] & 255, table["enable"] & 255]


def test_a_loop_that_hangs_in_python_loses_its_lease(make_rig):
    rig = make_rig()
    asked = play(rig)
    enable = rig.board.line(heater_pins()[1])
    seen = []

    def hang():
        seen.append(enable.level)
        for _ in range(500):
            rig.board.clock.advance(1)
        seen.extend(rig.board.line(pin).level for pin in heater_pins())

    rig.board.clock.call_at(rig.start_ms + 2000, hang)
    rig.run(3500)
    assert seen[0] > 0
    assert seen[1:] == [0, 0], "off within half a second, by the timer alone"
    assert rig.answer(asked)["ok"]["fault"] == "lease-expired"


def faults(rig, at_ms=200):
    return rig.send(at_ms, do="faults")


def test_a_latched_fault_survives_a_reset(make_rig, make_board, tmp_path, monkeypatch):
    rig = make_rig()
    play(rig)
    sensor = rig.board.line(34)
    rig.board.clock.call_at(1500, lambda: setattr(sensor, "applied_mv", 0))
    rig.run(3500)
    again = make_rig()
    asked = faults(again)
    refused = again.send(300, do="play", name="test", ticket=TICKET)
    again.run(1000)
    told = again.answer(asked)["ok"]
    assert told["latched"] == ["sensor-short"]
    code, uptime_s, _pad_cc, playing = told["entries"][0]
    assert (code, uptime_s, playing) == ("sensor-short", 1, "test")
    assert again.answer(refused)["err"]["code"] == "fault"
    assert again.board.machine.outputs_high() == []


def test_a_fault_log_that_is_broken_does_not_stop_the_start(make_rig, tmp_path):
    (tmp_path / "faults.json").write_bytes(b"{half#0000")
    rig = make_rig()
    asked = faults(rig)
    rig.run(500)
    assert rig.answer(asked)["ok"]["entries"] == []


def test_three_watchdog_resets_in_a_row_start_safe_mode(make_rig):
    for bite in range(1, 4):
        rig = make_rig()
        rig.board.machine.cause = 3
        asked = faults(rig)
        rig.run(1000)
        told = rig.answer(asked)["ok"]
        assert [entry[0] for entry in told["entries"]].count("watchdog") == bite
        assert told["latched"] == (["safe-mode"] if bite == 3 else [])
    outputs = [line for line in rig.board.machine.lines.values() if line.is_output]
    assert [line.number for line in outputs] == [LAMP], "safe mode drives nothing else"
    assert {level for _, level in outputs[0].history} == {0, HIGH - 1}
    assert len(outputs[0].history) > 8, "it flutters, five times in this second"
    rig = make_rig()
    rig.board.machine.cause = 3
    rig.run(1000)
    outputs = [line for line in rig.board.machine.lines.values() if line.is_output]
    assert outputs == [], "bitten there too: it may be the lamp"
    rig = make_rig()
    play(rig)
    cleared = rig.send(3000, do="clear", code="safe-mode")
    rig.run(3500)
    assert rig.answer(5)["err"]["code"] == "fault", "a power cycle alone does not end it"
    assert rig.answer(cleared)["ok"] == {}
    rig = make_rig()
    asked = play(rig)
    rig.run(3500)
    assert rig.answer(asked)["ok"]["state"] == "playing"


def test_a_good_minute_between_two_bites_forgives_the_first(make_rig):
    for _ in range(2):
        rig = make_rig()
        rig.board.machine.cause = 3
        rig.run(500)
    rig = make_rig()
    rig.run(62_000)
    rig = make_rig()
    rig.board.machine.cause = 3
    asked = faults(rig)
    rig.run(500)
    assert rig.answer(asked)["ok"]["latched"] == []


def test_a_changed_file_of_the_firmware_names_itself_and_forbids_play(make_rig):
    rig = make_rig()
    good = crc32((rig.folder / "board.json").read_bytes())
    (rig.folder / "worn.mpy").write_bytes(b"worn")
    (rig.folder / "manifest.json").write_bytes(seal({"board.json": good, "worn.mpy": 1}))
    asked = faults(rig)
    status = play(rig)
    rig.run(3500)
    assert rig.answer(asked)["ok"]["latched"] == ["self-test"]
    assert "worn.mpy" in rig.answer(asked)["ok"]["self_test"]
    assert rig.answer(status)["ok"]["fault"] == "self-test"
    assert rig.board.machine.outputs_high() in ([], [14])  # the lamp may blink


def test_a_file_that_changes_after_the_start_forbids_the_next_session(make_rig):
    rig = make_rig()
    worn = rig.folder / "board.json"
    rig.board.clock.call_at(rig.start_ms + 440, lambda: worn.write_bytes(b"worn"))
    status = play(rig)
    rig.run(3500)
    assert rig.answer(status)["ok"]["state"] == "fault"
    assert rig.answer(status)["ok"]["fault"] == "self-test"


def test_a_full_flash_does_not_keep_a_fault_from_latching(make_rig, monkeypatch):
    rig = make_rig()
    sealed_file = rig.board.import_fresh("sole.sealed_file")
    monkeypatch.setattr(sealed_file.os, "rename", full)
    asked = play(rig)
    sensor = rig.board.line(34)
    rig.board.clock.call_at(1500, lambda: setattr(sensor, "applied_mv", 0))
    rig.run(3500)
    assert rig.answer(asked)["ok"]["fault"] == "sensor-short"
    assert rig.board.line(heater_pins()[1]).level == 0


def full(*_paths):
    raise OSError(28)


def test_a_lease_whose_timer_does_not_fire_forbids_heat(make_rig, monkeypatch):
    rig = make_rig()
    monkeypatch.setattr(rig.app.hal.Lease, "PERIOD_MS", 5000)
    asked = faults(rig, 1000)
    rig.run(1500)
    told = rig.answer(asked)["ok"]
    assert told["latched"] == ["self-test"]
    assert told["self_test"].startswith("lease: its timer fired 0 times")
