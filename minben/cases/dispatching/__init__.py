"""To which department a request goes: rules that decide, and suggestions from what was dispatched before."""
