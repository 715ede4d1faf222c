"""`create-admin`."""

import sys

import click
from pydantic import ValidationError

from app.cli.run import complain, run
from app.features.accounts import service as accounts


def make_admin(email: str, name: str, *, password_stdin: bool) -> int:
    """Make an admin, with a password from standard input or a prompt."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, type=str)

    async def work() -> int:
        try:
            await accounts.create_admin(email, name, password)
        except ValidationError as error:
            faults = error.errors(include_input=False, include_url=False)
            return complain("; ".join(f"{fault['loc'][0]}: {fault['msg']}" for fault in faults))
        print(f"{email} is an admin and can sign in with this password.")
        return 0

    return run(work)
