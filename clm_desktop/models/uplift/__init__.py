"""Randomised campaigns of the past: whom a message moved, and which message to send."""
