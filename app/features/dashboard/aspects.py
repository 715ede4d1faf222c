"""What of orders an answer tells, from which follows which changes leave it as it is."""

from enum import IntEnum


class Aspect(IntEnum):
    """What is told of orders. Who tells of one tells of all before it, too."""

    ORDERS = 1
    """Which there are, of whom and when, and what is in them."""
    REVENUE = 2
    """Which of them count as revenue."""
    STATUS = 3
    """In which status each is."""
