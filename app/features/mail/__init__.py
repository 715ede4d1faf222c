"""Mail: what the use cases put into the outbox goes out here, once the change that caused it stands."""
