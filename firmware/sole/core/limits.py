"""What nothing may exceed. A board may lower these; no file, setting or command raises them.

Units are in the names: `_cc` hundredths of a degree Celsius, `_ms` milliseconds,
`_q15` parts of 32767.
"""

FULL_Q15 = 32767
"""The highest level a zone can have."""

TICK_MS = 20
"""One turn of the loop: 50 Hz."""

# Heat against skin (design.md section 4; reasons and sources in docs/safety.md).
HEAT_TARGET_MAX_CC = 4200
HEAT_CUTOFF_CC = 4500
HEAT_RAMP_MAX_CC_PER_MIN = 300
HEAT_TIME_MAX_MS = 30 * 60 * 1000
HEAT_REST_BELOW_CC = 3200
HEAT_DOSE_FROM_CC = 4000
HEAT_DOSE_MAX = 40 * 100 * 60 * 10
"""40 degree-minutes above 40 C, in hundredths of a degree times samples of 100 ms: what a
pad at the highest target gives in 20 of the 30 minutes."""
HEAT_TARGET_MIN_CC = 3000
"""The lowest target that a pattern can ask for; ramps from and to "off" begin and end here."""

# A session.
SESSION_MAX_MS = 75 * 60 * 1000
"""From start to end with its pauses: the longest pattern and a pause."""
PAUSE_MAX_MS = 15 * 60 * 1000
"""Who has not come back by then has gone, or sleeps."""

# What a pattern may ask of the player.
PATTERN_SIZE_MAX = 16384
PATTERN_DURATION_MAX_MS = 60 * 60 * 1000
SECTIONS_MAX = 64
VOICES_MAX = 12
"""Strokes that can sound at once: one section's worth."""
STEPS_MAX = 255
REPEAT_DEPTH_MAX = 8
KEYFRAMES_MAX = 64
PERIOD_MIN_MS = 100
PERIOD_MAX_MS = 60000

# What a person may scale at play time.
INTENSITY_MIN_PCT = 10
INTENSITY_MAX_PCT = 150
TEMPO_MIN_PCT = 50
TEMPO_MAX_PCT = 200

# The link.
FRAME_MAX = 512
"""Bytes of one frame to the device, from RS to LF."""
INFLATE_MAX = 1024
"""Bytes that one deflated chunk may unpack to: an ESP32 does it in the slack of a tick."""
INFLATE_WINDOW_BITS = 10
"""log2 of how many bytes back a deflated chunk may refer."""
HOST_LOST_MS = 5000
NAME_MAX = 32
