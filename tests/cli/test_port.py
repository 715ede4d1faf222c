"""Two servers never share a port: each would answer some of the requests."""

import socket

import pytest

from app.cli.serve import assert_port_free
from app.core.errors import Conflict


def test_a_port_that_a_server_shares_with_its_workers_is_taken() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = int(server.getsockname()[1])
        with pytest.raises(Conflict, match=f"port {port} of 127.0.0.1 cannot be used"):
            assert_port_free("127.0.0.1", port)
    assert_port_free("127.0.0.1", port)
