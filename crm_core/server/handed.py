"""Which of Streamlit's files were handed to whom: the address of a download opens it for nobody else who is signed in."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict

_FILE = re.compile(rb"/media/([0-9A-Za-z_-]{16,128})")
_PREFIX, _SIZE = "/media/", 50_000


class HandedFiles:
    """The files that were named to each user on a websocket, the latest some thousands."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[int, bytes], None] = OrderedDict()

    def note(self, user_id: int, frame: bytes) -> None:
        """Note the files that a frame to a user names."""
        if b"/media/" not in frame:
            return
        with self._lock:
            for name in _FILE.findall(frame):
                self._known[user_id, name] = None
                self._known.move_to_end((user_id, name))
            while len(self._known) > _SIZE:
                self._known.popitem(last=False)

    def may_open(self, user_id: int, path: str) -> bool:
        """Return whether ``path`` is no file, or one that was handed to the user."""
        if not path.startswith(_PREFIX):
            return True
        name = path.removeprefix(_PREFIX).split(".", 1)[0].encode()
        with self._lock:
            return (user_id, name) in self._known
