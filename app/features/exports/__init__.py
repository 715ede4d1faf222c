"""Taking what a grid shows out of the shop: CSV and Excel, streamed, and who took what."""
