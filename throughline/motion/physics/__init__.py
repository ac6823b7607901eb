"""Bodies that fall: an active ragdoll led in from a performed motion, and the way up again."""
