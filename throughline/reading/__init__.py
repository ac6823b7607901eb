"""Understanding a script: a Screenplay becomes a Breakdown, offline and without a learned model."""
