"""`/dashboard`: the shop's figures, which move by themselves."""
