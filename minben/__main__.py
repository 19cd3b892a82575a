"""``python -m minben`` is the ``minben`` command."""

from minben.cli.main import run

if __name__ == "__main__":
    run()
