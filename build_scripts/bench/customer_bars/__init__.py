"""Parts of the benchmark ``customers``."""
