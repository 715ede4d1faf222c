"""The shop: browse, fill the cart, place the order."""
