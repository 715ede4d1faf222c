"""What every room stands on: settings, errors, actor, unit of work, clock, crypto, bus and paging."""
