"""Headers that every answer carries, and that Streamlit does not send."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit needs inline styles and scripts of its own, and WebAssembly for some charts.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
_ALWAYS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers; answers that may hold people's data are not to be kept by anybody."""

    def __init__(self, app: ASGIApp, base_path: str = "", *, is_secure: bool = False) -> None:
        self.app = app
        self.base_path = base_path
        self.headers = dict(_ALWAYS)
        if is_secure:
            self.headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self.base_path)
        keeps = path.startswith(("/static/", "/component/")) or path in ("/favicon.png", "/favicon.ico", "/words.js")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [
                    (name, value) for name, value in message["headers"] if keeps or name.lower() != b"cache-control"
                ]
                added = self.headers if keeps else {**self.headers, "cache-control": "no-store"}
                message["headers"] = kept + [(name.encode(), value.encode()) for name, value in added.items()]
            await send(message)

        await self.app(scope, receive, with_headers)
