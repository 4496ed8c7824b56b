"""Finding a port by its USB serial number."""

from types import SimpleNamespace

import pytest
from solewave import ports

BOARDS = [
    SimpleNamespace(device="/dev/ttyUSB0", serial_number=None),
    SimpleNamespace(device="/dev/ttyACM1", serial_number="F4:12:FA:00:AB:CD"),
]


def test_a_serial_number_names_the_port_it_is_on():
    assert ports.named("F4:12:FA:00:AB:CD", lambda: BOARDS) == "/dev/ttyACM1"
    assert ports.named("f4:12:fa:00:ab:cd", lambda: BOARDS) == "/dev/ttyACM1"


@pytest.mark.parametrize("spec", ["/dev/ttyUSB0", "COM3", "socket://host:1", "unknown"])
def test_anything_else_stays_as_it_is(spec):
    assert ports.named(spec, lambda: BOARDS) == spec
