"""`demo`."""

from app.cli.progress import showing_progress
from app.cli.run import run
from app.features.demo.service import LOGINS, PASSWORD, DemoSize
from app.features.demo.service import make_demo as make


def make_demo(*, orders: int, customers: int, products: int, seed: int) -> int:
    """Make a demo shop in an empty database, and print its logins."""

    async def work() -> int:
        with showing_progress() as progress:
            await make(DemoSize(orders, customers, products, seed), progress=progress)
        print(f"The demo shop has {orders:,} orders of {customers:,} customers.")
        print(logins())
        return 0

    return run(work)


def logins() -> str:
    """The demo logins, a line each."""
    width = max(len(email) for email, _name, _role in LOGINS)
    lines = [f"  {email:<{width}}  {role.value}" for email, _name, role in LOGINS]
    return "\n".join([f"Sign in with the password {PASSWORD} as", *lines])
