"""Made-up people of the demo shop, and what they write on an order."""

from random import Random

FIRST = (
    "Amelie",
    "Ben",
    "Carla",
    "Daniel",
    "Elif",
    "Fabian",
    "Greta",
    "Henrik",
    "Ida",
    "Jonas",
    "Katja",
    "Leon",
    "Mara",
    "Niklas",
    "Oksana",
    "Paul",
    "Quentin",
    "Rosa",
    "Samuel",
    "Theresa",
    "Ugo",
    "Vera",
    "Wim",
    "Xenia",
    "Yusuf",
    "Zoe",
    "Anton",
    "Beatriz",
    "Cornelia",
    "Dario",
    "Emil",
    "Fiona",
    "Gustav",
    "Hanna",
    "Ivan",
    "Julia",
    "Karim",
    "Lena",
    "Milan",
    "Nora",
)
LAST = (
    "Albrecht",
    "Bauer",
    "Castillo",
    "Dvorak",
    "Eriksen",
    "Fontaine",
    "Gruber",
    "Hoffmann",
    "Ivanova",
    "Jansen",
    "Keller",
    "Lindqvist",
    "Moreau",
    "Novak",
    "Oliveira",
    "Petrov",
    "Quist",
    "Richter",
    "Santoro",
    "Tanaka",
    "Ullmann",
    "Vogel",
    "Winter",
    "Xavier",
    "Yildiz",
    "Zimmer",
    "Abbott",
    "Brandt",
    "Conti",
    "Dupont",
    "Engel",
    "Fischer",
    "Garcia",
    "Holm",
    "Ilic",
    "Jung",
    "Kowalski",
    "Larsen",
    "Meyer",
    "Nilsen",
)
STREETS = ("Lindenallee", "Harbour Street", "Rue des Tilleuls", "Via del Forno", "Mill Lane", "Birkenweg", "Kirkegata")
TOWNS = ("Altenbruck", "Port Merrow", "Saint-Aubel", "Montelira", "Wexcombe", "Nordvik", "Grunewald", "Villaclara")
NOTES = (
    "Please leave it with the neighbour.",
    "Ring twice, the bell is slow.",
    "It is a present: no invoice in the box, please.",
    "Grind for filter, please.",
    "Delivery after 5 pm if possible.",
    "Reception takes parcels.",
)


def full_name(chance: Random) -> str:
    """A name."""
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"


def address(chance: Random) -> str:
    """A postal address on three lines, of a town that does not exist."""
    number, code = chance.randint(1, 140), chance.randint(10_000, 99_999)
    return f"{chance.choice(STREETS)} {number}\n{code} {chance.choice(TOWNS)}"


def note(chance: Random) -> str:
    """What one customer in twelve adds."""
    return chance.choice(NOTES) if chance.random() < 1 / 12 else ""
