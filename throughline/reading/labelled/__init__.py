"""Script lines with their breakdown elements marked, which the tagger learns from."""
