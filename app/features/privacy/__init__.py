"""The keys of personal data: that they are the right ones, and their change."""
