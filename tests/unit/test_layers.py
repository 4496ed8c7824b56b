"""What import-linter does not see: lines of imports, and files outside the packages."""

import ast

import pytest
from rigs.guests import FIRMWARE, REPOSITORY

HOST = REPOSITORY / "host" / "solewave"
ON_DEVICE = sorted(FIRMWARE.rglob("*.py"))
MISSING_ON_DEVICE = {"abc", "contextlib", "dataclasses", "enum", "logging", "typing"}


def imported(path):
    """Top-level names of the packages that a file imports anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_only_hal_and_boot_import_machine():
    found = {
        path.relative_to(FIRMWARE).as_posix() for path in ON_DEVICE if "machine" in imported(path)
    }
    assert found == {"sole/hal.py", "boot.py"}


def test_only_app_imports_adafruit_motor():
    found = {path.name for path in ON_DEVICE if "adafruit_motor" in imported(path)}
    assert found == {"app.py"}


def test_boot_needs_no_other_file_of_ours():
    assert imported(FIRMWARE / "boot.py") <= {"binascii", "json", "machine"}


@pytest.mark.parametrize("path", ON_DEVICE, ids=lambda path: path.relative_to(FIRMWARE).as_posix())
def test_the_device_has_what_is_imported(path):
    assert not imported(path) & MISSING_ON_DEVICE


def test_only_the_transport_and_the_ports_know_pyserial():
    found = {path.name for path in HOST.rglob("*.py") if "serial" in imported(path)}
    assert found <= {"transport.py", "ports.py"}
