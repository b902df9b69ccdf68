"""Asking the sign-in service over HTTP: short waits, small answers, no redirects, certificates checked."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import urllib3

MAX_ANSWER_BYTES = 512 * 1024
LONGEST_SECONDS = 12.0
_TIMEOUT = urllib3.Timeout(connect=4.0, read=6.0)


class NoAnswer(Exception):
    """The service did not answer, or not with what can be read; the text says how, in words of our own."""


class SaysNo(Exception):
    """The service understood, and refused: a status of 400 to 499."""


def connections() -> urllib3.PoolManager:
    """Return what keeps a few connections to the service; it checks certificates by the system's own list."""
    return urllib3.PoolManager(num_pools=4, maxsize=4, block=False, retries=False, timeout=_TIMEOUT)


def answer_to(
    pool: urllib3.PoolManager,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the JSON object that ``url`` answers with; with a ``form`` it is posted.

    Raises:
        SaysNo: the service refused.
        NoAnswer: anything else.
    """
    body = urlencode(form) if form is not None else None
    sent = {"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})}
    if form is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        answer = pool.request(
            "GET" if form is None else "POST", url, body=body, headers=sent, redirect=False, preload_content=False
        )
        try:
            content = _content(answer)
        finally:
            answer.close()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error
    if 400 <= answer.status < 500:
        raise SaysNo(f"status {answer.status}")
    if answer.status != 200:
        raise NoAnswer(f"status {answer.status}")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("no JSON") from error
    if not isinstance(found, dict):
        raise NoAnswer("no JSON object")
    return found


def _content(answer: urllib3.BaseHTTPResponse) -> bytes:
    """Return the body, read in pieces, so that neither a long nor a slow one holds us."""
    until, content = time.monotonic() + LONGEST_SECONDS, bytearray()
    while piece := answer.read1(65_536):
        content += piece
        if len(content) > MAX_ANSWER_BYTES:
            raise NoAnswer("the answer is too long")
        if time.monotonic() > until:
            raise NoAnswer("the answer takes too long")
    return bytes(content)
