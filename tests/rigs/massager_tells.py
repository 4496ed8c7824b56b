"""What a massager tells of itself, key by key (docs/protocol.md)."""

IDLE = {
    "state": "idle",
    "name": None,
    "section": None,
    "elapsed_ms": 0,
    "duration_ms": 0,
    "ended": None,
    "levels": [0] * 10,
    "intensity_pct": 100,
    "tempo_pct": 100,
    "live": False,
    "temp_cc": 2500,
    "target_cc": 0,
    "heat_pct": 0,
    "resting": False,
    "fault": None,
}
PLAYING = {
    **IDLE,
    "state": "playing",
    "name": "evening",
    "section": "warm-up",
    "elapsed_ms": 42_000,
    "duration_ms": 180_000,
    "levels": [62, 45, 80, 5, 0, 100, 45, 30, 12, 33],
    "tempo_pct": 120,
    "live": True,
    "temp_cc": 3642,
    "target_cc": 3850,
    "heat_pct": 42,
}
COUNTS = {
    "uptime_ms": 61000,
    "ticks": 3050,
    "late": 2,
    "longest_us": 4300,
    "frames": 9,
    "bad": 1,
    "free": 98765,
}
HELLO = {
    "fw": "0.1.0",
    "format": "1.0",
    "link": 1,
    "board": "fake",
    "title": "Fake board",
    "frame_max": 190,
}
SETTINGS = {
    "intensity_pct": 100,
    "tempo_pct": 100,
    "heat_limit_cc": 4200,
    "favorite": None,
    "volume_pct": 50,
    "bedtime": None,
}

CRASH = (
    b"solewave: stopped by an error, every output is off. Ctrl-D starts it again.\r\n"
    b"Traceback (most recent call last):\r\n"
    b'  File "sole/loop.py", line 40, in run\r\n'
    b"TypeError: can't convert NoneType to int\r\n"
    b'MicroPython v1.24.1 on 2024-11-29; Generic ESP32\r\nType "help()" for more.\r\n>>> '
)
"""What the firmware's console shows when it ends by an error."""
