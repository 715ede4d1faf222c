"""The parts of `bench/dashboard.py`."""
