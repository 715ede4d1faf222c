"""What the lists of the record grid share: how a window finds its rows among a million (docs/adr/0008)."""
