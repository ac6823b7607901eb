"""Lexicons of the reader, as TOML tables."""
