"""CLM Desktop: customer lifecycle management for one shop, on one laptop, offline.

Start reading at ``usecases`` (what the shop owner does) and follow the data:
file -> ingest -> store -> features -> models -> plan -> view.
"""

__version__ = "0.1.0"
