"""The parts of `bench/live.py`: the server, the socket, the people, the figures."""
