"""What the demo shop sells. Prices are in hundredths of the main unit of the shop's currency."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Good:
    """A product: SKU, name, category, price, a sentence on it."""

    sku: str
    name: str
    category: str
    price: int
    description: str


GOODS: tuple[Good, ...] = (
    Good("COF-YIR-250", "Yirgacheffe, whole bean, 250 g", "Coffee", 1290, "Washed, light roast: bergamot and peach."),
    Good("COF-HUI-250", "Huila Decaf, whole bean, 250 g", "Coffee", 1190, "Sugar-cane process, cocoa and red apple."),
    Good("COF-SAN-250", "Santos, whole bean, 250 g", "Coffee", 890, "Natural, medium roast: hazelnut, little acid."),
    Good("COF-ANT-250", "Antigua, whole bean, 250 g", "Coffee", 1090, "Washed, medium roast: milk chocolate, orange."),
    Good("COF-NYE-250", "Nyeri Peaberry, whole bean, 250 g", "Coffee", 1490, "Washed, light roast: blackcurrant."),
    Good("COF-ESP-1000", "House Espresso, whole bean, 1 kg", "Coffee", 2690, "Our darkest roast, for milk drinks."),
    Good("COF-FIL-1000", "House Filter, whole bean, 1 kg", "Coffee", 2590, "A medium roast that forgives."),
    Good("COF-SUM-250", "Mandheling, whole bean, 250 g", "Coffee", 1150, "Wet-hulled: cedar, tobacco, dark sugar."),
    Good("TEA-ASS-100", "Assam Second Flush, 100 g", "Tea", 790, "Malty leaf for milk."),
    Good("TEA-DAR-100", "Darjeeling First Flush, 100 g", "Tea", 1450, "Spring picking: muscatel, green almond."),
    Good("TEA-SEN-100", "Sencha Yame, 100 g", "Tea", 1250, "Deep-steamed; brew at 70 degrees."),
    Good("TEA-EGR-100", "Earl Grey with Cornflower, 100 g", "Tea", 850, "Ceylon leaf and oil of bergamot."),
    Good("TEA-OOL-100", "Iron Goddess Oolong, 100 g", "Tea", 1690, "Lightly baked; good for six infusions."),
    Good("TEA-ROO-150", "Rooibos Vanilla, 150 g", "Tea", 720, "Without caffeine, with real vanilla."),
    Good("TEA-PEP-60", "Peppermint Leaf, 60 g", "Tea", 490, "Whole leaves from one farm."),
    Good("TEA-MAT-30", "Matcha for the Bowl, 30 g", "Tea", 2450, "Stone-ground, first harvest."),
    Good("BRW-V60-02", "Dripper 02, porcelain", "Brewing", 2190, "Cone with spiral ribs, for one to four cups."),
    Good("BRW-PAP-100", "Paper filters 02, 100 pieces", "Brewing", 590, "Oxygen-bleached, no taste of paper."),
    Good("BRW-FRP-800", "French press, 0.8 l", "Brewing", 3490, "Borosilicate glass, double mesh."),
    Good("BRW-MOK-6", "Moka pot, 6 cups", "Brewing", 2990, "Aluminium, for gas and electric hobs."),
    Good("BRW-AER-1", "Press brewer for travel", "Brewing", 3690, "One cup in a minute, with 100 filters."),
    Good("BRW-KET-900", "Gooseneck kettle, 0.9 l", "Brewing", 6490, "Stainless steel, thermometer in the lid."),
    Good("BRW-SCA-2", "Scale with timer, 0.1 g", "Brewing", 4290, "Up to 2 kg; two cells included."),
    Good("GRN-HND-1", "Hand grinder, conical burrs", "Grinders", 7990, "Thirty grams in a minute."),
    Good("GRN-ELE-1", "Electric grinder, flat burrs", "Grinders", 21900, "Stepless, 1.2 g retained."),
    Good("GRN-BRU-1", "Grinder brush, boar bristle", "Grinders", 690, "For burrs and chute."),
    Good("CUP-ESP-2", "Espresso cups, pair", "Cups and pots", 1890, "Stoneware, 70 ml, thick wall."),
    Good("CUP-CAP-2", "Cappuccino cups, pair", "Cups and pots", 2290, "Stoneware, 180 ml."),
    Good("CUP-MUG-1", "Mug, speckled glaze", "Cups and pots", 1490, "Thrown by hand, 330 ml."),
    Good("CUP-TUM-1", "Insulated tumbler, 0.35 l", "Cups and pots", 2490, "Keeps hot for four hours."),
    Good("CUP-TPT-600", "Teapot with strainer, 0.6 l", "Cups and pots", 3290, "Cast iron, enamelled inside."),
    Good("CUP-CHW-1", "Matcha bowl", "Cups and pots", 2890, "Raku ware, each one different."),
    Good("KIT-CHA-1", "Matcha whisk, bamboo", "Kitchen", 1990, "A hundred prongs from one piece."),
    Good("KIT-TIN-500", "Storage tin, airtight, 500 g", "Kitchen", 1690, "With valve and date dial."),
    Good("KIT-SPO-1", "Measuring spoon, brass", "Kitchen", 990, "Ten grams of beans."),
    Good("KIT-TOW-2", "Tea towels, linen, pair", "Kitchen", 1790, "Half linen, washed soft."),
    Good("KIT-HON-250", "Lime blossom honey, 250 g", "Kitchen", 790, "From one beekeeper."),
    Good("KIT-BIS-200", "Almond biscuits, 200 g", "Kitchen", 650, "Twice baked, for dipping."),
    Good("KIT-DES-250", "Descaler, citric acid, 250 g", "Kitchen", 490, "For kettle and machine; five rounds."),
    Good("KIT-BOX-1", "Tasting box, four coffees", "Kitchen", 2990, "Four times 80 g, with notes."),
)
VARIANTS = ("organic", "small batch", "gift wrapped", "for the office", "limited edition", "second quality")


def goods(count: int) -> tuple[Good, ...]:
    """The first `count` goods; beyond our own list they go on as numbered variants of it."""
    return tuple(_good(place) for place in range(count))


def _good(place: int) -> Good:
    good = GOODS[place % len(GOODS)]
    series = place // len(GOODS)
    if not series:
        return good
    variant = VARIANTS[(series - 1) % len(VARIANTS)]
    return Good(
        f"{good.sku}-{series}",
        f"{good.name}, {variant} {series}",
        good.category,
        good.price + 25 * series,
        good.description,
    )
