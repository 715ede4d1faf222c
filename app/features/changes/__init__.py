"""The change log: what happened to every record, who did it, and the feed that open pages follow."""
