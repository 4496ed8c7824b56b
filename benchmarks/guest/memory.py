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
TICKET = 4711


def boot(folder):
    """The loop, and all that hangs on it. This interpreter cannot tell how full a disk is, and
    has no noise to draw tickets from."""
    from sole import hal

    hal.random_u16 = _ticket
    loop = ticks.firmware(folder)
    from sole.store import Store

    Store.free = lambda _store: 1 << 20
    return loop


def _ticket():
    return TICKET


def start(loop, name):
    """Begins a session, as a host does."""
    ask(loop, do="ready")
    ask(loop, do="play", name=name, ticket=TICKET)
    if not loop._massager.session.active:
        raise RuntimeError("it does not play")


def second(loop):
    """A second of a session that a host watches: between two collections of garbage."""
    for tick in range(SECOND_TICKS):
        loop.tick()
        loop._chores.run(0)  # too little slack to collect garbage
        if tick % WATCH_TICKS == 0:
            loop._link.event("state", loop._massager.state())
            sent(loop._link)


def sent(link):
    """Writes all that the link still holds."""
    while link.sending:
        link.poll(0)


def session(loop, name):
    """A short session, broken off and put into the log."""
    start(loop, name)
    second(loop)
    ask(loop, do="stop", now=True)
    second(loop)


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
