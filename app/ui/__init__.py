"""The pages: Reflex states and views, the browser's door, and the websocket's binding to the session."""
