"""The dashboard's figures: exact sums over the orders of any range, in any time zone, answered from rollups."""
