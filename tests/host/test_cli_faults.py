"""solewave faults, and what a person reads when a fault or a self-test forbids a start."""

import json

import pytest
from sole.core.faults import CODES
from solewave import refusals, shipped

STUCK = (
    "UNPLUG the massager now: its heater does not switch off. "
    "Replace the switch before you use it again."
)
OPEN = "Unplug the massager and check the thermistor, its plug and its wires."
STOP = "The stop button was pressed. Clear it when all is well."
COOL = (
    "Take your feet off, let the pad cool and find out why: something lies on it, "
    "its thermistor has moved, or a switch is shorted."
)
EXAMPLE = shipped.path("examples") / "first-pattern.toml"
RING = [
    ["emergency-stop", 4000, 3110, "better-sleep"],
    ["over-temperature", 725, 4512, "stress-relief"],
    ["sensor-open", 3, None, None],
    ["over-temperature", 61, 4530, "stress-relief"],
]


@pytest.fixture(autouse=True)
def patterns(plugged_in):
    plugged_in.patterns["short"] = b"x"


# What to do about each


def test_every_fault_of_the_firmware_has_a_remedy():
    assert set(CODES) <= refusals.FAULT_REMEDY.keys()
    assert refusals.FAULT_REMEDY.keys() - {*CODES, "no-board"} == set()
    assert all(remedy.endswith(".") for remedy in refusals.FAULT_REMEDY.values())
    assert refusals.LASTS.keys() <= set(CODES)


@pytest.mark.parametrize(
    ("sentence", "remedy"),
    [
        ("clock: 10 ms took 0 ms or 0 us", refusals.RESTART_REMEDY),
        ("memory: byte 7 holds 0, not 85", refusals.SELF_TEST_REMEDY["memory"]),
        ("flash: sole/app.mpy is not what was installed", refusals.SELF_TEST_REMEDY["flash"]),
        ("pad: sensor-short", refusals.FAULT_REMEDY["sensor-short"]),
        ("pad: hot already, 43.40 degrees", refusals.SELF_TEST_REMEDY["pad: hot"]),
        ("pad: -20.00 degrees is no room's temperature", OPEN),
        (
            "pad: the thermistors are 7.00 degrees apart",
            refusals.FAULT_REMEDY["sensor-disagree"],
        ),
        ("a test of a later firmware", refusals.FAULT_REMEDY["self-test"]),
    ],
)
def test_a_failed_self_test_has_its_own_remedy(sentence, remedy):
    assert refusals.self_test_remedy(sentence) == remedy


# Showing


def test_nothing_ever_happened(solewave):
    assert solewave("faults") == (0, "Nothing is latched.\nNo fault is on record.\n", "")


def test_the_latched_first_then_the_ring_then_each_remedy_once(solewave, device):
    device.latched = ["emergency-stop"]
    device.entries = RING
    assert solewave("faults") == (
        0,
        "LATCHED  emergency-stop\n"
        f"         {STOP} Then: `solewave faults clear emergency-stop`.\n"
        "\n"
        "UPTIME      PAD  PLAYED         FAULT\n"
        " 66:40  31.1 °C  better-sleep   emergency-stop\n"
        " 12:05  45.1 °C  stress-relief  over-temperature\n"
        "  0:03  --.- °C  -              sensor-open\n"
        "  1:01  45.3 °C  stress-relief  over-temperature\n"
        "\n"
        f"over-temperature: {COOL}\n"
        f"sensor-open: {OPEN}\n",
        "",
    )


def test_a_failed_self_test_says_which_and_cannot_be_cleared_by_hand(solewave, device):
    device.latched = ["self-test"]
    device.self_test = "flash: sole/app.mpy is not what was installed"
    out = solewave("faults")[1]
    assert out == (
        "LATCHED  self-test: flash: sole/app.mpy is not what was installed\n"
        "         Put the firmware on it again; if it comes again, the board's flash is worn "
        "out.\n"
        "No fault is on record.\n"
    )


def test_the_whole_ring_comes_in_pieces_and_for_programs(solewave, device):
    device.latched = ["sensor-open"]
    device.entries = [["sensor-open", number, None, None] for number in range(32, 0, -1)]
    code, out, err = solewave("faults", "--json")
    shown = json.loads(out)
    assert (code, err) == (0, "")
    assert [entry["uptime_s"] for entry in shown["entries"]] == list(range(32, 0, -1))
    assert shown["latched"] == [{"code": "sensor-open", "remedy": OPEN}]
    assert shown["self_test"] is None
    assert shown["entries"][0] == {
        "code": "sensor-open",
        "uptime_s": 32,
        "temp_cc": None,
        "pattern": None,
        "remedy": OPEN,
    }
    assert device.verbs_seen.count("faults") == 4


# Clearing


def test_a_fault_is_cleared_by_its_name(solewave, device):
    device.latched = ["sensor-open", "emergency-stop"]
    assert solewave("faults", "clear", "sensor-open") == (
        0,
        "Cleared sensor-open; still latched: emergency-stop\n",
        "",
    )
    assert solewave("faults", "clear", "emergency-stop") == (0, "Cleared emergency-stop\n", "")


@pytest.mark.parametrize(
    ("latched", "said"),
    [
        ([], "no fault is latched. There is nothing to clear."),
        (
            ["sensor-open"],
            "name the fault whose cause has gone. Say `solewave faults clear sensor-open`.",
        ),
        (
            ["sensor-open", "watchdog"],
            "name the fault whose cause has gone. "
            "Say `solewave faults clear sensor-open` or `solewave faults clear watchdog`.",
        ),
    ],
)
def test_without_a_name_nothing_is_cleared(solewave, device, latched, said):
    device.latched = latched
    assert solewave("faults", "clear") == (1, "", f"solewave: {said}\n")
    assert "clear" not in device.verbs_seen


def test_an_unknown_name_gets_the_nearest_and_no_device_is_asked(solewave, device):
    code, out, err = solewave("faults", "clear", "emergency_stop")
    assert (code, out) == (1, "")
    assert err.startswith('solewave: there is no fault "emergency_stop". Allowed: sensor-open, ')
    assert err.endswith('Did you mean "emergency-stop"?\n')
    assert device.requests == []


def test_a_wrong_word_after_faults(solewave):
    assert solewave("faults", "cleaar") == (
        1,
        "",
        "solewave: No such command 'cleaar'. Did you mean 'clear'? See solewave faults --help.\n",
    )


def test_a_fault_that_is_not_latched(solewave):
    assert solewave("faults", "clear", "watchdog") == (
        1,
        "",
        "solewave: the massager refused: watchdog is not latched (no-fault). "
        "`solewave faults` shows what is latched.\n",
    )


@pytest.mark.parametrize(
    ("code", "until"),
    [
        ("sensor-open", f"All thermistors must read well again first. {OPEN}"),
        ("over-temperature", f"The pad must cool below 40 °C first. {COOL}"),
        (
            "emergency-stop",
            "Let go of the stop button; if nobody presses it, its wire is broken.",
        ),
        ("heater-stuck-on", f"The pad must cool below 32 °C first. {STUCK}"),
        (
            "self-test",
            "Only a start that passes its tests ends it: unplug the massager and plug it in.",
        ),
    ],
)
def test_a_fault_that_lasts_says_what_must_come_true(solewave, device, code, until):
    device.latched = [code]
    device.lasting = {code}
    assert solewave("faults", "clear", code) == (
        2,
        "",
        f"solewave: {code} cannot be cleared yet (fault-lasts). {until}\n",
    )
    assert device.latched == [code]


# What else shows them


def test_status_shows_all_that_is_latched(solewave, device):
    device.latched = ["sensor-open", "heater-stuck-on"]
    rows = solewave("status")[1].splitlines()
    assert rows[1:4] == [
        "state     fault",
        f"FAULT     sensor-open. {OPEN} Then: `solewave faults clear sensor-open`.",
        f"FAULT     heater-stuck-on. {STUCK} Then: `solewave faults clear heater-stuck-on`.",
    ]


def test_status_names_the_self_test_that_failed(solewave, device):
    device.latched = ["self-test"]
    device.self_test = "memory: byte 3 holds 0, not 85"
    out = solewave("status")[1]
    assert f"FAULT     self-test: {device.self_test}. Unplug the massager and plug it in; " in out
    assert "faults clear" not in out
    shown = json.loads(solewave("status", "--json")[1])
    assert (shown["latched"], shown["self_test"]) == (["self-test"], device.self_test)


def test_status_of_a_massager_without_a_board_file(solewave, device):
    device.state.update(state="fault", fault="no-board")
    device.hello.update(board=None, title=None)
    rows = solewave("status")[1].splitlines()
    assert rows[0] == "board     none, firmware 0.1.0"
    assert rows[2] == f"FAULT     no-board. {refusals.DEVICE_REMEDY['no-board']}"


def refusing(device, words):
    """A pattern that can be played, or a session that could go on."""
    if words == ["resume"]:
        device.state.update(state="paused", name="first-pattern")
    return words


@pytest.mark.parametrize("words", [["play", "first-pattern"], ["resume"]])
@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (
            {"latched": ["emergency-stop"]},
            "emergency-stop is latched (fault). "
            f"{STOP} Then: `solewave faults clear emergency-stop`.",
        ),
        (
            {"latched": ["self-test"], "self_test": "clock: 10 ms took 0 ms or 0 us"},
            "self-test: clock: 10 ms took 0 ms or 0 us is latched (fault). "
            f"{refusals.RESTART_REMEDY}",
        ),
        (
            {"refuse_start": {"code": "self-test", "say": "pad: hot already, 43.40 degrees"}},
            "pad: hot already, 43.40 degrees (self-test). "
            f"{refusals.SELF_TEST_REMEDY['pad: hot']}",
        ),
        (
            {"refuse_start": {"code": "stale", "say": "ask for a ticket with ready"}},
            f"ask for a ticket with ready (stale). {refusals.DEVICE_REMEDY['stale']}",
        ),
    ],
)
def test_a_refused_start_says_what_to_do(solewave, device, words, refused, said):
    assert solewave("upload", str(EXAMPLE))[0] == 0
    vars(device).update(refused)
    assert solewave(*refusing(device, words)) == (
        2,
        "",
        f"solewave: the massager refused: {said}\n",
    )


# Stopping


@pytest.mark.parametrize(
    ("words", "said", "now"),
    [(["stop"], "Stopping\n", None), (["stop", "--now"], "Stopped\n", True)],
)
def test_stop_softly_or_at_once(solewave, device, words, said, now):
    assert solewave(*words) == (0, said, "")
    assert device.requests[-1].get("now") is now
