"""One module per tab: pure functions from answers to a ``Page`` in a language.

``parts.py`` holds what several tabs say alike, ``reasons.py`` the whys. A page is built in a worker
and only shown in the window.
"""
