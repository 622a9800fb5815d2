"""Inspecting an upload: a program of its own with little memory and time, so that a hostile file kills only that."""
