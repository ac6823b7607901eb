"""What renders and speaks for a film: one contract a capability, one module an engine, found by entry point."""
