"""Published recommenders in numpy and scipy, and how lists are scored: for comparison only."""
