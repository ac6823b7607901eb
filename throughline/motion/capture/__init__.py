"""Real capture: files of several formats become clips on the one skeleton, their quality measured first."""
