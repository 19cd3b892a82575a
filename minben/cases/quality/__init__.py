"""Quality checks by sampling: drawing, marking, the sheet that ships, and what is read of them."""
