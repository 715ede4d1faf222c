"""The import wizard: a file from the browser, its columns, what it would change, and a job that does it."""
