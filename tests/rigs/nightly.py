"""Whether this is the nightly run, which tries more of everything."""

import os

NIGHTLY = os.environ.get("SOLEWAVE_NIGHTLY") == "1"
