"""The commented pattern that `solewave new` writes to begin with."""

from __future__ import annotations

import json

from solewave.pattern.schema_file import FILE_NAME


def template(title: str) -> str:
    """Text of a pattern that plays as it is, and explains itself.

    `title` is put in as a TOML string. Its first line tells editors of the schema that
    `solewave new` lays beside it: a path that holds wherever the folder goes.
    """
    quoted = json.dumps(title, ensure_ascii=False).replace("\x7f", "\\u007f")
    return _STARTER.replace("@SCHEMA@", f"./{FILE_NAME}").replace("@TITLE@", quoted)


_STARTER = """\
#:schema @SCHEMA@
# A massage pattern for Solewave. What follows a # is a comment.
# Check it with `solewave check`, play it with `solewave play`.

format = 1
title = @TITLE@
note = "Drink a glass of water."      # told at the end; leave it out if there is nothing to say

# The order of the sections. Without this line all play once, as they stand in the file.
sequence = ["warm-up", { repeat = 2, play = ["knead", "tap"] }, "wind-down"]

[section.warm-up]
lasts = "2min"
heat = 36                             # degrees Celsius, 30 to 42, or "off"
heat_ramp = "2min"                    # the pad warms by at most 3 °C a minute

[[section.warm-up.stroke]]
kind = "effleurage"                   # a wave along the sole
zones = ["toes", "ball", "solar_plexus", "arch", "heel"]   # in this direction
feet = "both"                         # both, left, right, alternate or mirror
rate = "10/min"                       # or period = "6s"
level = 50                            # percent
fade_in = "10s"

[section.knead]                       # no heat: it stays as it was
lasts = "1min"

[[section.knead.stroke]]
kind = "petrissage"                   # neighboring zones swell in turn
rate = "20/min"
low = 10                              # never less than this
level = 60
fade_in = "2s"
fade_out = "2s"

[section.tap]
lasts = "30s"

[[section.tap.stroke]]
kind = "tapotement"                   # taps
zones = ["ball", "heel"]
feet = "alternate"                    # left foot, right foot, left foot ...
rate = "2/s"
tap = "200ms"                         # how long each one is
level = 55
fade_in = "3s"
fade_out = "3s"

[section.wind-down]
lasts = "1min"
heat = "off"

[[section.wind-down.stroke]]
kind = "compression"                  # rise, hold, release, rest: breathe along
rate = "6/min"
level = 45
fade_out = "30s"

# The other strokes:
#   friction    ripple = 20 below its level, rate = "3/s"
#   vibration   steady; nothing but a level
#   curve       points = [["0s", 0], ["1.5s", 70], ["4s", 0]], repeat = true
"""
