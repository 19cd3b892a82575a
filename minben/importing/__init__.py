"""Taking in what other systems hold: a file and a small mapping go in, rows through the rooms' own actions come out."""
