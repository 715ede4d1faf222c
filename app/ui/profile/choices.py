"""What can be chosen on the profile: languages of formats and time zones."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale

TAGS = [
    "en",
    "en-GB",
    "en-IE",
    "en-IN",
    "en-AU",
    "en-CA",
    "bg",
    "ca",
    "cs",
    "da",
    "de",
    "de-AT",
    "de-CH",
    "el",
    "es",
    "es-MX",
    "et",
    "fi",
    "fr",
    "fr-BE",
    "fr-CA",
    "fr-CH",
    "hr",
    "hu",
    "it",
    "ja",
    "ko",
    "lt",
    "lv",
    "nb",
    "nl",
    "nl-BE",
    "pl",
    "pt",
    "pt-BR",
    "ro",
    "sk",
    "sl",
    "sv",
    "tr",
    "uk",
    "zh",
]


@cache
def locales() -> tuple[tuple[str, str], ...]:
    """Language tags with their own name of the language, by that name."""
    named = ((tag, Locale.parse(tag, sep="-").get_display_name() or tag) for tag in TAGS)
    return tuple(
        sorted(((tag, f"{name[0].upper()}{name[1:]}") for tag, name in named), key=lambda entry: entry[1].casefold())
    )


@cache
def time_zones() -> tuple[str, ...]:
    """The names of the IANA database that stand for a place, and UTC."""
    places = {
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/"))
    }
    return ("UTC", *sorted(places))
