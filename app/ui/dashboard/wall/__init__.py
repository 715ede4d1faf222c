"""The dashboard on a wall: full screen, large type, no controls, one saved dashboard after the other."""
