"""The JSON API under `/api` and the operator's routes: thin, bearer tokens only, every refusal a problem document."""
