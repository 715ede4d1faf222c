"""The start page: leads each person to their own."""
