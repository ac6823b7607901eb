"""Vehicles that drive, crash, burst and burn."""
