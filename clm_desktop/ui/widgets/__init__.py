"""Small widgets that know blocks and words but no session and no use case."""
