"""The browser's door, in parts: cookies, origin, guard, headers, sign-in and sign-out (DESIGN.md, section 3)."""
