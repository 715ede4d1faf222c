"""Orders: placing them, following them, moving them through their life, and correcting them."""
