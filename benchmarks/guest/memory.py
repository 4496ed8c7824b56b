"""What is measured of the heap: the firmware from boot to an upload while a session plays.

Runs on the 32-bit interpreter, on compiled files. Its collector does not see what only a
function in progress holds, so everything between two collections is a function that has
returned, and the module that was started with -c collects.
"""

from binascii import b2a_base64, crc32

import ticks

CHUNK = 240
WATCH_TICKS = 10
SECOND_TICKS = 50


def boot(folder):
    """The loop, and all that hangs on it. This interpreter cannot tell how full a disk is."""
    loop = ticks.firmware(folder)
    from sole.store import Store

    Store.free = lambda _store: 1 << 20
    return loop


def start(loop, name, data):
    """Begins a session."""
    massager = loop._massager
    massager.session.play(name, data, live=False)
    if not massager.session.active:
        raise RuntimeError("it does not play")


def second(loop):
    """A second of a session that a host watches: between two collections of garbage."""
    for tick in range(SECOND_TICKS):
        loop.tick()
        if tick % WATCH_TICKS == 0:
            loop._link.event("state", loop._massager.state())
            sent(loop._link)


def sent(link):
    """Writes all that the link still holds."""
    while link.sending:
        link.idle(1)


def session(loop, name, data):
    """A short session, broken off."""
    start(loop, name, data)
    second(loop)
    loop._massager.session.abort("stopped")


def ask(loop, **request):
    """One request, answered."""
    request["id"] = 1
    loop._requests.handle(request, loop._link)
    sent(loop._link)


def upload(loop, name, size):
    """All chunks of an upload of zeros, but not its end."""
    data = bytes(size)
    ask(loop, do="begin", name=name, size=len(data), crc=crc32(data))
    for at in range(0, len(data), CHUNK):
        ask(loop, do="chunk", at=at, b64=b2a_base64(data[at : at + CHUNK]).decode().strip())
