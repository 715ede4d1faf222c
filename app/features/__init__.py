"""What Daybook can do: one folder a domain, each with schemas, rules, repository and service."""
