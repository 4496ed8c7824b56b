"""What a host can ask for: finds who answers. docs/protocol.md is the contract."""

from sole import __version__
from sole.core import limits, pattern
from sole.core.pattern import PatternError
from sole.inflate import PIECE_MAX
from sole.refusal import RefusalError
from sole.store import StoreError


class Requests:
    """Answers requests, each by the one of `parts` whose `verbs` know it.

    `about` is what `hello` tells of the board.
    """

    def __init__(self, massager, about, parts):
        self._massager = massager
        self._about = about
        self._verbs = {"hello": self._hello, "ping": self._ping}
        for part in parts:
            self._verbs.update(part.verbs)

    def handle(self, request, link):
        """Carries out one request and answers it over `link`."""
        self._massager.heard()
        request_id = request.get("id")
        verb = request.get("do")
        try:
            if not isinstance(request_id, int) or not 0 <= request_id <= 65535:
                request_id = None
                raise RefusalError("bad-args", "id must be a whole number from 0 to 65535")
            if not isinstance(verb, str) or verb not in self._verbs:
                raise RefusalError("unknown-verb", "no such request: %s" % str(verb)[:32])
            answer = self._verbs[verb](request)
        except (RefusalError, StoreError) as error:
            if error.code in ("bad-args", "bad-name", "unknown-verb"):
                link.bad += 1
            link.refuse(request_id, error.code, error.say)
        except PatternError as error:
            say = "%s (at byte %d)" % (error.say, error.at)
            link.refuse(request_id, "pattern-" + error.code, say)
        except MemoryError:
            link.refuse(request_id, "no-memory", "no memory for that now, what plays goes on")
        else:
            link.answer(request_id, answer)

    def _hello(self, request):
        hello = {} if request.get("brief") else dict(self._about)
        hello["fw"] = __version__
        hello["format"] = "%d.%d" % (pattern.MAJOR, pattern.MINOR)
        hello["link"] = 1
        hello["frame_max"] = limits.FRAME_MAX
        hello["inflate_max"] = PIECE_MAX
        return hello

    def _ping(self, _request):
        return {}
