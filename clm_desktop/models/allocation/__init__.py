"""At most one action per customer within limits of money, channels and time, near the optimum."""
