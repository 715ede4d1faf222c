"""What every test may ask for. The fixtures live by theme in `tests/support/`; these are their doors.

- `environment` (always): no setting of the person who runs the tests, a keyring of its own, nothing migrated.
- `database`: a migrated, empty database, once on SQLite and once on PostgreSQL; the marks `on_sqlite` and
  `on_postgresql` of `tests.support.engines` choose one. `app.core.database.get_database()` is then that one.
- `postgres`, `valkey`: real servers, one a test process. `redis_url` points the settings at the Valkey.
- `mailbox`: a real SMTP server, DAYBOOK_SMTP_URL set.
- `hour`: the clock of `app.core.clock` stands still until the test moves it.
- `alice`, `bob` (customers), `sam` (staff), `ada` (admin): people in `database`, all with the password PASSWORD.
- `shop`, `visit`, `wide`, `narrow`, `dark`: a running server and pages on it (tests/support/browser_fixtures.py).
"""

pytest_plugins = [
    "tests.support.server_fixtures",
    "tests.support.data_fixtures",
    "tests.support.cast_fixtures",
    "tests.support.browser_fixtures",
]
