"""Mails and alerts: the figures of a board by the clock, and a mail when a figure crosses a line."""
