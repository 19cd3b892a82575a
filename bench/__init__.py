"""How fast Minben is on this machine, each job beside the bare database doing the same: ``python -m bench``."""
