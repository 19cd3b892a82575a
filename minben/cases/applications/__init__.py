"""Applications: the checked form, who helps with it, what it costs, and the result on its way."""
