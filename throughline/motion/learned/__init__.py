"""The learned performer: a network that moves the whole body over planned footsteps, trained on real capture."""
