"""Latchkey for a Python back end: codes over its JSON API, with the standard library alone.

``LATCHKEY_URL`` is the server (default http://localhost:3000), ``LATCHKEY_KEY`` an API key with the scope ``codes``
(``npm run admin -- key create my-site --scopes codes``).
"""

import json
import os
import urllib.error
import urllib.request


class LatchkeyError(Exception):
    """What the server refused: ``code`` is stable, ``retry_after`` is in seconds where waiting helps, else None."""

    def __init__(self, code, title, retry_after=None, attempts_left=None):
        super().__init__(title)
        self.code = code
        self.retry_after = retry_after
        self.attempts_left = attempts_left


def _call(method, path, body=None, timeout=10):
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    key = os.environ.get("LATCHKEY_KEY")
    if key:
        headers["Authorization"] = f"Bearer {key}"
    url = os.environ.get("LATCHKEY_URL", "http://localhost:3000").rstrip("/") + path
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            text = answer.read()
            return json.loads(text) if text else None
    except urllib.error.HTTPError as refused:
        try:
            problem = json.loads(refused.read())
        except ValueError:
            problem = {}
        wait = refused.headers.get("Retry-After")
        raise LatchkeyError(
            problem.get("code", "unreachable"),
            problem.get("title", "The server cannot be reached."),
            int(wait) if wait and wait.isdigit() else None,
            problem.get("attempts_left"),
        ) from None
    except OSError:
        raise LatchkeyError("unreachable", "The server cannot be reached.") from None


def request_code(to, channel=None):
    """Sends a code to an e-mail address or a phone number. Gives the code's state, with its ``id``."""
    body = {"purpose": "verification", "to": to}
    if channel:
        body["channel"] = channel
    return _call("POST", "/api/v1/codes", body)


def resend_code(code_id):
    """A new code; the former one is dead."""
    return _call("POST", f"/api/v1/codes/{code_id}/resend")


def check_code(code_id, typed):
    """Returns when the code is right, raises LatchkeyError (``code_incorrect``, ``code_expired`` …) when it is not."""
    return _call("POST", f"/api/v1/codes/{code_id}/verify", {"code": typed})
