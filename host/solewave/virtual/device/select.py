# mypy: ignore-errors
"""`select` whose waiting follows the virtual clock."""

import world as _world
from uselect import POLLERR, POLLHUP, POLLIN, POLLOUT  # noqa: F401
from uselect import poll as _poll

_wait = _world.world.clock.wait


class poll:  # noqa: N801 - the name is MicroPython's
    def __init__(self):
        self._real = _poll()
        self.register = self._real.register
        self.unregister = self._real.unregister
        self.modify = self._real.modify
        self._real_ipoll = self._real.ipoll
        self._ready = self._any_ready

    def _any_ready(self, wall_ms):
        for _ in self._real_ipoll(wall_ms):
            return True
        return False

    def poll(self, timeout=-1):
        return self._real.poll(0) if _wait(timeout * 1000, self._ready) else []

    def ipoll(self, timeout=-1, flags=0):
        return self._real_ipoll(0, flags) if _wait(timeout * 1000, self._ready) else ()
