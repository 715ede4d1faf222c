"""Real browsers edit the same rows at random while the server is killed; in the end nothing may be lost in silence."""
