"""The device's codes of refusal and of faults, and what a person does about each.

docs/protocol.md lists the codes. `say`, the device's own sentence, becomes the message.
"""

from solewave.answers import UPDATE_REMEDY
from solewave.errors import DeviceError, SolewaveError, UserError

USER_REMEDY = {
    "bad-args": "See the command's --help.",
    "bad-name": "A name has 1 to 32 characters a-z 0-9 - and begins with a letter or digit.",
    "no-pattern": "`solewave list` shows what the massager has.",
    "too-big": "Make the pattern smaller: a section can be repeated instead of written twice.",
    "busy": "End the session first: `solewave stop`.",
    "not-playing": "Start one with `solewave play`.",
    "not-live": "Use the massager's own buttons, or end the session first: `solewave stop`.",
    "no-fault": "`solewave faults` shows what is latched.",
}
"""Refusals that the user's own next step answers: exit code 1."""

DEVICE_REMEDY = {
    "bad-crc": "The line loses bytes: try another cable or port.",
    "too-long": UPDATE_REMEDY,
    "not-json": "The line loses bytes: try another cable or port.",
    "unknown-verb": UPDATE_REMEDY,
    "no-upload": "Start the upload again.",
    "gap": "Start the upload again; it goes on where it broke off.",
    "upload-crc": "Start the upload again.",
    "flash": "Start the upload again; if it fails again, the board's flash is worn out.",
    "flash-full": "Make room: `solewave list`, then `solewave remove NAME`.",
    "no-memory": "End the session, or restart the massager, and repeat the command.",
    "fault": "`solewave faults` tells what to do, and how to clear it.",
    "fault-lasts": "Mend its cause first: `solewave faults` tells what to do.",
    "self-test": "Unplug the massager and plug it in; `solewave status` tells what fails.",
    "stale": "Nothing was started. Repeat the command; if it comes again, another program "
    "starts sessions too, or the line is slow.",
    "no-board": "The board file is missing or broken and nothing is driven: "
    "`solewave update --board BOARD` brings one.",
}
"""Refusals that concern the device or the line: exit code 2."""

PATTERN_REMEDY = "Compile it again with this version of solewave: `solewave check FILE.toml`."

SENSOR_REMEDY = "Unplug the massager and check the thermistor, its plug and its wires."
COOL_REMEDY = (
    "Take your feet off, let the pad cool and find out why: something lies on it, "
    "its thermistor has moved, or a switch is shorted."
)
RESTART_REMEDY = "Unplug the massager and plug it in; report it if it comes again."

FAULT_REMEDY = {
    "sensor-open": SENSOR_REMEDY,
    "sensor-short": f"{SENSOR_REMEDY} Water in the plug does it too.",
    "over-temperature": COOL_REMEDY,
    "implausible-jump": "Unplug the massager and look for a loose contact, or for the "
    "thermistor's wire beside those of the motors.",
    "heating-failed": "Check the pad's plug, its thermal fuse and its supply, and that the "
    "thermistor lies on it.",
    "thermal-runaway": COOL_REMEDY,
    "heater-stuck-on": "UNPLUG the massager now: its heater does not switch off. "
    "Replace the switch before you use it again.",
    "sensor-frozen": "Unplug the massager and check the thermistor and the pin that reads it.",
    "sensor-disagree": "Check that both thermistors lie on the pad; one may have come off.",
    "lease-expired": RESTART_REMEDY,
    "watchdog": RESTART_REMEDY,
    "emergency-stop": "The stop button was pressed. Clear it when all is well.",
    "self-test": "Unplug the massager and plug it in; nothing runs until its tests pass.",
    "safe-mode": "The watchdog reset the board three times in a row: check the supply, "
    "clear it, then unplug the massager and plug it in.",
    "no-board": DEVICE_REMEDY["no-board"],
}
"""What a person does about a fault: all of `sole.core.faults.CODES`, and a missing board file."""

SELF_TEST_REMEDY = {
    "clock": RESTART_REMEDY,
    "memory": "Unplug the massager and plug it in; if it comes again, replace the board.",
    "flash": "Put the firmware on it again; if it comes again, the board's flash is worn out.",
    "pad": SENSOR_REMEDY,
    "pad: hot": "Take your feet off and let the pad cool. If it stays hot, UNPLUG the "
    "massager: its heater does not switch off.",
    "pad: the thermistors": FAULT_REMEDY["sensor-disagree"],
}
"""By how the sentence of the failed test begins; the longest that fits counts."""

_COOL_40 = f"The pad must cool below 40 °C first. {COOL_REMEDY}"
LASTS = {
    "over-temperature": _COOL_40,
    "thermal-runaway": _COOL_40,
    "heater-stuck-on": f"The pad must cool below 32 °C first. {FAULT_REMEDY['heater-stuck-on']}",
    "emergency-stop": "Let go of the stop button; if nobody presses it, its wire is broken.",
    "self-test": "Only a start that passes its tests ends it: unplug the massager and plug it in.",
}
"""What must come true before a fault can be cleared (sole.core.supervisor.may_clear); for
all others the thermistors must read well."""


def refusal(code: str, say: str) -> SolewaveError:
    """The error for a refusal; an unknown code is the device's."""
    message = f"the massager refused: {say.rstrip('.') or code} ({code})"
    if code in USER_REMEDY:
        return UserError(message, USER_REMEDY[code], code)
    if code.startswith("pattern-"):
        return UserError(message, PATTERN_REMEDY, code)
    return DeviceError(message, DEVICE_REMEDY.get(code, ""), code)


def fault_remedy(code: str) -> str:
    """What to do about a fault; the same for all that this version does not know."""
    return FAULT_REMEDY.get(code, "Unplug the massager and look for the cause.")


def self_test_remedy(sentence: str) -> str:
    """What to do about a failed self-test that names itself with `sentence`."""
    named = sentence.removeprefix("pad: ")
    if named in FAULT_REMEDY:
        return FAULT_REMEDY[named]
    fitting = [start for start in SELF_TEST_REMEDY if sentence.startswith(start)]
    return SELF_TEST_REMEDY[max(fitting, key=len)] if fitting else FAULT_REMEDY["self-test"]


def lasts_remedy(code: str) -> str:
    """What must come true before the fault `code` can be cleared."""
    readings = f"All thermistors must read well again first. {fault_remedy(code)}"
    return LASTS.get(code, readings)
