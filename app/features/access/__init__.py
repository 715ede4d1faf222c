"""Who may see which personal value, and how one looks that they may not see (docs/adr/0010)."""
