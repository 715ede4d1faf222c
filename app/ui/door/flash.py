"""What was typed in a form that was refused without JavaScript, carried to the next page and written into its HTML.

It travels in an HttpOnly cookie for a minute, sealed with the shop's key; a password is never in it. React leaves
what is written here alone: inputs have no value of their own, and the paragraph of the error belongs to the door.
"""

import html as escaping
import json
import re
from collections.abc import Mapping
from typing import cast

from app.core.crypto import Place, SealError, seal, unseal

PLACE = Place("flash", "typed", "door")
KEPT_FIELDS = ("email", "name")
LONGEST_VALUE = 254
MESSAGES: Mapping[str, str] = {
    "bad_credentials": "The e-mail or the password is not right.",
    "otp_required": "Enter the code of your authenticator too.",
    "email_taken": "There is an account with this e-mail already. Sign in instead.",
    "too_many_requests": "Too many attempts. Wait a moment and try again.",
    "forbidden_origin": "This form was not sent from this site. Try again here.",
    "setup_closed": "This shop is set up already. Sign in.",
    "token_expired": "This link has expired. Create the account again to get a new one.",
    "bad_token": "This link is not valid. Create the account again to get a new one.",
    "invalid": "Some of what you entered cannot be used. Check each field.",
    "unavailable": "Not available just now. Try again in a moment.",
}
NOTICES: Mapping[str, str] = {
    "check_mail": "We have sent you a mail. Open the link in it, then sign in.",
    "confirmed": "Your e-mail is confirmed. Sign in.",
}
UNKNOWN = "That did not work. Check what you entered and try again."
_ERROR_PLACE = re.compile(r"(<p[^>]*\bdata-form-error[^>]*>)(?=</p>)")


def sealed_typed(form: Mapping[str, str]) -> str:
    """The cookie's value: the e-mail and name that were typed."""
    kept = {name: form[name][:LONGEST_VALUE] for name in KEPT_FIELDS if form.get(name)}
    return seal(json.dumps(kept), PLACE)


def opened_typed(cookie: str | None) -> dict[str, str]:
    """What was typed; nothing where the cookie is absent, old or forged."""
    if not cookie:
        return {}
    try:
        found = json.loads(unseal(cookie, PLACE))
    except (SealError, ValueError):
        return {}
    kept = cast("dict[str, object]", found) if isinstance(found, dict) else {}
    return {name: value for name in KEPT_FIELDS if isinstance(value := kept.get(name), str)}


def message_for(code: str) -> str:
    """The sentence for an error's code; codes from the address bar that are not ours get the general one."""
    return MESSAGES.get(code, UNKNOWN)


def written_into(html: str, *, sentence: str | None, values: Mapping[str, str]) -> str:
    """The page with a sentence in the place of its error, and the values of its inputs, all escaped."""
    for name, value in values.items():
        html = _with_value(html, name, value)
    if sentence is None:
        return html
    return _ERROR_PLACE.sub(lambda place: place[1] + escaping.escape(sentence), html, count=1)


def _with_value(html: str, name: str, value: str) -> str:
    tag = re.compile(rf'<input(?=[^>]*\bname="{re.escape(name)}")(?P<rest>[^>]*)>')

    def fill(found: re.Match[str]) -> str:
        rest = re.sub(r'\svalue="[^"]*"', "", found["rest"])
        return f'<input value="{escaping.escape(value)}"{rest}>'

    return tag.sub(fill, html, count=1)
