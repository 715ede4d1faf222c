"""Real servers, the cast and other means of the tests."""
