"""Ports: which one, opened quietly, and every way in which that can fail."""

import errno
import fcntl
import os
from types import SimpleNamespace

import pytest
import serial
from fake_device import FakeDevice
from solewave import ports
from solewave.connect import valid_speed
from solewave.errors import DeviceError, UserError
from solewave.transport import open_port


def port(device, vid=None, pid=None):
    return SimpleNamespace(device=device, description=f"chip of {device}", vid=vid, pid=pid)


MODEM = port("/dev/ttyS0")
MOUSE = port("/dev/ttyACM9", 0x046D, 0xC077)
BRIDGE = port("/dev/ttyUSB0", 0x10C4, 0xEA60)
NATIVE = port("/dev/ttyACM0", 0x303A, 0x1001)


@pytest.mark.parametrize("board", [BRIDGE, NATIVE, port("COM3", 0x1A86, 0x55D4)])
def test_the_only_board_is_used(board):
    assert ports.find(lambda: [MODEM, MOUSE, board]) == board.device


def test_no_board():
    with pytest.raises(DeviceError, match=r"^no massager is plugged in$") as caught:
        ports.find(lambda: [MODEM, MOUSE])
    assert "--port virtual" in caught.value.remedy


def test_several_boards_are_listed_and_none_is_guessed():
    with pytest.raises(DeviceError) as caught:
        ports.find(lambda: [BRIDGE, MODEM, NATIVE])
    assert caught.value.message == (
        "2 boards are plugged in: /dev/ttyUSB0 (chip of /dev/ttyUSB0), "
        "/dev/ttyACM0 (chip of /dev/ttyACM0)"
    )
    assert caught.value.remedy == "Say which one: --port /dev/ttyUSB0."


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.EBUSY, "X is in use by another program"),
        (errno.EACCES, "you may not open X"),
        (errno.ENOENT, "there is no port X"),
        (errno.EIO, "X cannot be opened"),
    ],
)
def test_why_a_port_cannot_be_opened(mocker, number, message):
    error = serial.SerialException(number, "could not open port")
    mocker.patch("serial.Serial.open", side_effect=error)
    with pytest.raises(DeviceError, match=f"^{message}") as caught:
        open_port("X")
    assert caught.value.remedy


def test_permission_names_the_group(mocker):
    error = serial.SerialException(errno.EACCES, "Permission denied")
    mocker.patch("serial.Serial.open", side_effect=error)
    with pytest.raises(DeviceError) as caught:
        open_port("X")
    assert "dialout" in caught.value.remedy


def test_no_port_of_that_name():
    with pytest.raises(DeviceError, match=r"^there is no port /dev/no-such-port$"):
        open_port("/dev/no-such-port")


def test_a_url_that_nobody_knows():
    with pytest.raises(DeviceError, match="neither a port nor a URL"):
        open_port("carrier-pigeon://coop")


def test_a_network_port_that_nobody_serves():
    with pytest.raises(DeviceError) as caught:
        open_port("socket://localhost:1")
    assert caught.value.message == "socket://localhost:1 cannot be opened: Connection refused"
    assert "listens" in caught.value.remedy


def test_a_folder_is_no_port(tmp_path):
    with pytest.raises(DeviceError) as caught:
        open_port(str(tmp_path))
    assert caught.value.message == f"{tmp_path} cannot be opened: Is a directory"


def test_a_file_is_no_port(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(DeviceError, match="is no serial port"):
        open_port(str(tmp_path / "file"))


def test_a_port_has_one_owner():
    with FakeDevice() as device:
        first = open_port(device.port)
        with pytest.raises(DeviceError, match="is in use by another program"):
            open_port(device.port)
        first.close()
        open_port(device.port).close()


def test_reading_waits_no_longer_than_for_the_first_bytes():
    with FakeDevice() as device:
        transport = open_port(device.port)
        assert transport.read(0.01) == b""
        device.write(b"abc")
        assert transport.read(5.0) == b"abc"
        transport.close()


def test_lines_fall_in_the_order_that_does_not_reset_a_board(mocker):
    """RTS first: EN is low while RTS is active and DTR is not."""
    order = []
    mocker.patch.object(
        serial.Serial, "_update_rts_state", side_effect=lambda: order.append("rts")
    )
    mocker.patch.object(
        serial.Serial, "_update_dtr_state", side_effect=lambda: order.append("dtr")
    )
    with FakeDevice() as device:
        transport = open_port(device.port)
        assert order == ["rts", "dtr"]
        assert (transport._port.dtr, transport._port.rts) == (False, False)
        transport.close()


def test_a_vanished_port(mocker):
    with FakeDevice() as device:
        transport = open_port(device.port)
        device.vanish()
        with pytest.raises(DeviceError, match="vanished") as caught:
            transport.read(1.0)
        assert "stops by itself" in caught.value.remedy
        with pytest.raises(DeviceError, match="vanished"):
            transport.write(b"x")
        transport.close()


def test_a_port_that_takes_nothing(mocker):
    with FakeDevice() as device:
        transport = open_port(device.port)
        error = serial.SerialTimeoutException("Write timeout")
        mocker.patch.object(transport._port, "write", side_effect=error)
        with pytest.raises(DeviceError, match="takes no more data"):
            transport.write(b"x")
        transport.close()


def test_a_lock_by_another_process_counts_as_busy():
    with FakeDevice() as device:
        other = os.open(device.port, os.O_RDWR | os.O_NOCTTY)
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(DeviceError, match="is in use"):
            open_port(device.port)
        os.close(other)


@pytest.mark.parametrize("text", ["0", "0.5", "1001", "fast", "", "nan", "-3"])
def test_speeds_of_a_virtual_board_that_make_no_sense(text):
    with pytest.raises(UserError, match="is no speed"):
        valid_speed(text)


def test_speeds_of_a_virtual_board():
    assert [valid_speed(text) for text in ("1", "2.5", "1000")] == [1.0, 2.5, 1000.0]
