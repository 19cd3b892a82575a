"""Pages of the public site. They read through ``catalog.queries`` and hold no rule."""
