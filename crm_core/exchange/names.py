"""Names of files that come from people and go to browsers. A name is only ever shown, never used as a place."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def shown_name(name: str) -> str:
    """Return the last part of an uploaded file's ``name``, without marks that could mislead; "file" where nothing is left."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(each for each in last if unicodedata.category(each) not in ("Cf", "Cc", "Cs", "Co"))
    kept = " ".join(_FORBIDDEN.sub(" ", kept).split()).strip(" .")
    if len(kept) > LONGEST:
        stem, dot, ending = kept.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 8 else ""
        kept = kept[: LONGEST - len(ending)].rstrip(" .") + ending
    return "file" if not kept or _RESERVED.fullmatch(kept) else kept


def content_disposition(name: str) -> str:
    """Return the header value that makes a browser save a download as ``name`` (RFC 6266, with the form for old ones)."""
    safe = shown_name(name)
    plain = safe.encode("ascii", "replace").decode().replace("?", "_").replace("%", "_").replace(";", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"
