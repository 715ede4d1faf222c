"""The demo shop: a made-up shop for coffee, tea and the kitchen, with thirteen months of orders."""
