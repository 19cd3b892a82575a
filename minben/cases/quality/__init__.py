"""Quality checks by sampling: the pure parts and the sheet that ships."""
