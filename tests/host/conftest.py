"""What tests of the client share: a device that behaves until it is told otherwise."""

import pytest
from fake_device import SHORT_S, FakeDevice
from solewave.client import Client
from solewave.transport import open_port


@pytest.fixture
def device():
    with FakeDevice() as made:
        yield made


@pytest.fixture
def client(device):
    transport = open_port(device.port, time_scale=100.0)
    yield Client(transport, answer_s=SHORT_S)
    transport.close()
