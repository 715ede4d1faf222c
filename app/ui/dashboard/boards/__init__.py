"""Dashboards saved by name: kept as views, opened by their address under the reader's rights."""
