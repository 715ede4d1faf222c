"""`/dashboard/notices`: mails with the figures by the clock, and alerts when a figure crosses a line."""
