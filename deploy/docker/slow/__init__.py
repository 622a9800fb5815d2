"""`./dev test slow`: what needs validators of its own, or a Docker engine."""
