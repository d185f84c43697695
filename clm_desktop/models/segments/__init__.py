"""Groups of customers: by habit (``rfm.py``) and found by the computer (``clusters.py``)."""
