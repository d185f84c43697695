"""What a comparison drawn by lot shows, and when it may be looked at.

Start at ``difference.py`` (how large), ``looks.py`` (when it is proved), ``power.py`` (how long).
"""
