"""What a card shows, told once: the page, its table, its sentence, files and pictures draw from it.

use case (features/dashboard) -> a panel's `draw` -> Table (values as they are)
-> Sheet (as the viewer reads it, on the page)   -> CSV, SVG (see `take`)
"""
