"""The government itself as one readable file: written out, and taken in so that twice is the same as once.

What is in the file is made or corrected through the actions, in one transaction, with its lines in the trail. What is not in
it stays as it is: nothing is closed, released or taken away. No passwords and no keys go out; whoever comes in by such a file
gets a first password from the security administrator.
"""

from .planning import apply, plan
from .reading import Wrong, read
from .step import Step
from .writing import write

__all__ = ["Step", "Wrong", "apply", "plan", "read", "write"]
