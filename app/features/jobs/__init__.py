"""Work in the background for one person: begun, stopped, gone on with after a restart, and told about as it goes."""
