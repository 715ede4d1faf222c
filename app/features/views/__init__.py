"""Pages as people arranged them: saved by name, shared with the team, opened by link."""
