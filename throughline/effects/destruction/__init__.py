"""Buildings that break: what they are made of, how they come apart, where every piece goes."""
