"""The product's mark for the browser's tab: the signing-in pages ask for it before anybody is known."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

ICON = Path(__file__).with_name("icon.png").read_bytes()  # PNG, 64 × 64
_DAY = 24 * 3600


async def icon(request: Request) -> Response:
    """Serve the mark, under the names that browsers and Streamlit's page ask for."""
    return Response(ICON, media_type="image/png", headers={"cache-control": f"public, max-age={_DAY}"})
