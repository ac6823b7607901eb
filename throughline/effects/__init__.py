"""Explosions, fire, smoke, dust and what breaks: simulated, repeatable, the same from every camera."""
