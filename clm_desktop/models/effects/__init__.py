"""What contacting somebody changes: beliefs to begin with, and what the shop's own answers say."""
