"""Every cell of every grid: edited, pasted, filled, undone, in one way for orders, products and users."""
