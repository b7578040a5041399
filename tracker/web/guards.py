"""What every request has to pass, and what every answer says to the browser."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Request, Response

from tracker.domain.values import NamedTuple
from tracker.web.addresses import Place

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_BODY = 64 * 1024
LONGEST_LENGTH = 10
LONGEST_ADDRESS = 1000
METHODS = ("GET", "HEAD", "POST")
FORM = "application/x-www-form-urlencoded"
STATIC = "/static/"
ADDRESS = ("PATH_INFO", "QUERY_STRING")
# A file that is there, or is still as it was.
UNCHANGING = (200, 206, 304)
SAFE = ("GET", "HEAD")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
KEPT_NOWHERE = "no-store"
TOKEN = "token"


# Drawn without anything that a request could have touched.
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/page.css">
<title>Recovery diary</title>
</head>
<body>
<main>
<h1>Recovery diary</h1>
<p>{said}</p>
<p><a class="button" href="/">Go on</a></p>
</main>
</body>
</html>
"""


class Refusal(NamedTuple):
    """An answer given before anything of a request was looked at."""

    status: str
    said: str


WRONG_HOST = Refusal(
    "421 Misdirected Request",
    "This page is not here under that name. Open the link that the computer shows.",
)
WRONG_METHOD = Refusal("405 Method Not Allowed", "This page knows no such request.")
NO_LENGTH = Refusal("411 Length Required", "The request does not say how long it is.")
TOO_LONG = Refusal(
    "413 Content Too Large",
    "That is too long. Nothing was saved. Go back and write it shorter.",
)
ODD_ADDRESS = Refusal("400 Bad Request", "This page has no such address.")
LONG_ADDRESS = Refusal("414 URI Too Long", "This page has no such address.")
NO_FORM = Refusal("415 Unsupported Media Type", "The request is not a form of ours.")


class Doorkeeper:
    """Refuses what no browser of ours sends, before anything else reads it."""

    def __init__(self, inner: "WSGIApplication", place: Place) -> None:
        self._inner = inner
        self._hosts = place.hosts

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """The answer of the page, or why there is none."""
        refusal = self._refusal(environ)
        if refusal is None:
            return self._inner(environ, start_response)
        body = PAGE.format(said=refusal.said).encode()
        kind = [("Content-Type", "text/html; charset=utf-8")]
        length = [("Content-Length", str(len(body)))]
        always = [*HEADERS.items(), ("Cache-Control", KEPT_NOWHERE)]
        start_response(refusal.status, [*kind, *length, *always])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _refusal(self, environ: "WSGIEnvironment") -> Refusal | None:
        if environ.get("HTTP_HOST", "") not in self._hosts:
            return WRONG_HOST
        if environ["REQUEST_METHOD"] not in METHODS:
            return WRONG_METHOD
        if any(len(environ.get(part, "")) > LONGEST_ADDRESS for part in ADDRESS):
            return LONG_ADDRESS
        # A browser writes other letters as figures; nobody else may read them wrong.
        if not environ.get("QUERY_STRING", "").isascii():
            return ODD_ADDRESS
        return _wrong_body(environ)


def _wrong_body(environ: "WSGIEnvironment") -> Refusal | None:
    length = environ.get("CONTENT_LENGTH") or "0"
    if "HTTP_TRANSFER_ENCODING" in environ or not _is_number(length):
        return NO_LENGTH
    if len(length) > LONGEST_LENGTH or int(length) > LARGEST_BODY:
        return TOO_LONG
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if int(length) and kind != FORM:
        return NO_FORM
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def is_from_our_page(request: Request, place: Place) -> bool:
    """Whether a page of ours sent it, as far as the browser says; it has to say."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    ours = f"{place.scheme}://{request.environ['HTTP_HOST']}"
    if site is None:
        return origin == ours
    # Without a referrer a browser hides the origin from a form, but says the site.
    return site == "same-origin" and origin in (ours, "null", None)


def token_of(secret: str) -> str:
    """What a form carries to show that it belongs to the session of that secret."""
    return hmac.new(secret.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()


def holds_token(request: Request, secret: str) -> bool:
    """Whether the form of a request carries the token of its session."""
    given = request.form.get(TOKEN, "").encode(errors="surrogatepass")
    return hmac.compare_digest(given, token_of(secret).encode())


def protect(response: Response, path: str) -> Response:
    """The same protection on every answer; only what never changes may be kept."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    if not path.startswith(STATIC) or response.status_code not in UNCHANGING:
        response.headers["Cache-Control"] = KEPT_NOWHERE
    return response
