"""upload, list, get, remove, status and the controls: words and exit codes."""

import json

import pytest


def test_upload_list_get_remove(solewave, folder, device, short):
    port = ("--port", device.port)
    code, out, err = solewave(*port, "upload", short)
    assert (code, err) == (0, "")
    size = len(device.patterns["short"])
    assert (code, out, err) == (0, f"short: uploaded, {size} bytes\n", "")
    assert solewave(*port, "upload", short)[1] == f"short: there already, {size} bytes\n"
    assert solewave(*port, "list") == (
        0,
        f"NAME   MINUTES  BYTES  TITLE\nshort     1:05  {size:>5}  Short\n400000 bytes free\n",
        "",
    )
    assert solewave(*port, "get", "short") == (0, f"Wrote short.sole, {size} bytes\n", "")
    assert (folder / "short.sole").read_bytes() == device.patterns["short"]
    assert solewave(*port, "get", "short")[2] == (
        "solewave: short.sole exists already. Name another file with -o.\n"
    )
    assert solewave(*port, "remove", "short") == (0, "Removed short\n", "")
    assert solewave(*port, "remove", "short") == (
        1,
        "",
        "solewave: the massager refused: no pattern of that name (no-pattern). "
        "`solewave list` shows what the massager has.\n",
    )
    assert solewave(*port, "list")[1].startswith("No patterns yet: solewave upload FILE.toml\n")


def test_list_and_upload_for_programs(solewave, device, short):
    port = ("--port", device.port)
    uploaded = json.loads(solewave(*port, "upload", "--json", "--name", "other", short)[1])
    assert [(one["name"], one["was_stored"], one["stored"]) for one in uploaded] == [
        ("other", False, True)
    ]
    listed = json.loads(solewave(*port, "list", "--json")[1])
    assert [one["name"] for one in listed["patterns"]] == ["other"]
    assert listed["free"] == 400000


def test_an_upload_while_a_session_plays_says_that_it_waits(solewave, device, short):
    device.end_stored = False
    out = solewave("--port", device.port, "upload", short)[1]
    assert out.endswith("bytes; written to flash when the session ends\n")


def test_a_shipped_routine_goes_by_its_name(solewave, device):
    assert solewave("--port", device.port, "upload", "better-sleep")[0] == 0
    assert list(device.patterns) == ["better-sleep"]


def test_status(solewave, device):
    assert solewave("--port", device.port, "status") == (
        0,
        "board     Fake board, firmware 0.1.0\n"
        "state     idle\n"
        "pad       25.0 °C, heat off\n"
        "up        1:01 min, 98765 bytes of memory free\n"
        "ticks     3050, 2 late, longest 4.3 ms\n"
        "frames    9 good, 1 bad\n",
        "",
    )


def test_status_with_a_fault(solewave, device):
    device.state.update(state="fault", fault="sensor-open", temp_cc=None)
    out = solewave("--port", device.port, "status")[1]
    assert "FAULT     sensor-open. Unplug the massager and check the thermistor" in out
    assert "pad       --.- °C, heat off" in out


def test_status_for_programs_and_the_port_from_the_environment(solewave, plugged_in):
    status = json.loads(solewave("status", "--json")[1])
    assert (status["state"], status["late"], status["hello"]["board"]) == ("idle", 2, "fake")


@pytest.mark.parametrize(("verb", "said"), [("stop", "Stopping\n")])
def test_stop_is_never_refused(solewave, device, verb, said):
    assert solewave("--port", device.port, verb) == (0, said, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["pause"],
            "the massager refused: no session (not-playing). Start one with `solewave play`.",
        ),
        (["resume"], "nothing is paused. Start a session with `solewave play`."),
        (["watch"], "nothing plays. Start a session with `solewave play`."),
        (
            ["play", "better-sleep"],
            "the massager has no pattern better-sleep. It is one of the shipped routines: "
            "`solewave upload better-sleep` brings it there.",
        ),
        (
            ["play", "feather"],
            "the massager has no pattern feather. Did you mean feathers? It has: feathers.",
        ),
    ],
)
def test_what_cannot_be_done_now(solewave, device, words, said):
    device.patterns["feathers"] = b"x"
    assert solewave("--port", device.port, *words) == (1, "", f"solewave: {said}\n")
