"""The settings on flash: one small sealed file."""

from sole import sealed_file
from sole.core import settings
from sole.core.frame import FrameError

PATH = "/settings.json"


class Settings:
    """`values` holds the six settings of `sole.core.settings`.

    `broken`: the file, or a value in it, could not be used, and defaults stand for it until the
    settings are saved. `unsaved`: something changed that is not on flash yet.
    """

    def __init__(self, root=""):
        self._path = root + PATH
        self.broken = False
        self.unsaved = False
        try:
            kept = sealed_file.read(self._path)
        except FrameError:
            kept = {}
            self.broken = True
        except OSError:
            kept = {}  # nothing was ever set
        self.values, all_good = settings.restored(kept)
        self.broken = self.broken or not all_good

    def change(self, changes):
        """Takes over a dict of settings. Raises SettingsError, and then nothing changed."""
        changes = settings.checked(changes)
        for key in changes:
            if self.values[key] != changes[key]:
                self.unsaved = True
        self.values.update(changes)
        if self.broken and changes:
            self.unsaved = True

    def save(self):
        """Writes them; True if they are on flash. Not while a session plays: flash stands still
        for longer than a tick."""
        if not sealed_file.write(self._path, self.values):
            return False
        self.unsaved = False
        self.broken = False
        return True
