"""Cards as files: what a card shows, to be taken away."""
