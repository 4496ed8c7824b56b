"""The device's codes of refusal and of faults, and what a person does about each.

docs/protocol.md lists the codes. `say`, the device's own sentence, becomes the message.
"""

from solewave.errors import DeviceError, SolewaveError, UserError

USER_REMEDY = {
    "bad-args": "See the command's --help.",
    "bad-name": "A name has 1 to 32 characters a-z 0-9 - and begins with a letter or digit.",
    "no-pattern": "`solewave list` shows what the massager has.",
    "too-big": "Make the pattern smaller: a section can be repeated instead of written twice.",
    "busy": "End the session first: `solewave stop`.",
    "not-playing": "Start one with `solewave play`.",
}
"""Refusals that the user's own next step answers: exit code 1."""

DEVICE_REMEDY = {
    "bad-crc": "The line loses bytes: try another cable or port.",
    "too-long": "Bring the firmware and solewave to the same version.",
    "not-json": "The line loses bytes: try another cable or port.",
    "unknown-verb": "Bring the firmware and solewave to the same version.",
    "no-upload": "Start the upload again.",
    "gap": "Start the upload again; it goes on where it broke off.",
    "upload-crc": "Start the upload again.",
    "flash": "Start the upload again; if it fails again, the board's flash is worn out.",
    "flash-full": "Make room: `solewave list`, then `solewave remove NAME`.",
    "fault": "See `solewave status`, mend the cause, then unplug the massager and plug it in.",
    "no-board": "The board file is missing or broken; nothing is driven until one is put back.",
}
"""Refusals that concern the device or the line: exit code 2."""

PATTERN_REMEDY = "Compile it again with this version of solewave: `solewave check FILE.toml`."

SENSOR_REMEDY = "Unplug the massager and check the thermistor and its plug."
COOL_REMEDY = "Take your feet off, let the pad cool and check that the thermistor lies on it."

FAULT_REMEDY = {
    "sensor-open": SENSOR_REMEDY,
    "sensor-short": SENSOR_REMEDY,
    "implausible-jump": SENSOR_REMEDY,
    "sensor-frozen": SENSOR_REMEDY,
    "sensor-disagree": SENSOR_REMEDY,
    "over-temperature": COOL_REMEDY,
    "thermal-runaway": COOL_REMEDY,
    "heating-failed": "Check the pad's plug, its supply and that the thermistor lies on it.",
    "heater-stuck-on": "UNPLUG the massager now: its heater does not switch off.",
    "lease-expired": "Unplug the massager and plug it in; report it if it comes again.",
    "watchdog": "Unplug the massager and plug it in; report it if it comes again.",
    "emergency-stop": "Everything is off. Unplug the massager and plug it in to go on.",
}
"""What a person does about a latched fault; all faults of the supervisor and of sensors."""


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
