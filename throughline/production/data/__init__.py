"""Tables of the production office, as TOML."""
