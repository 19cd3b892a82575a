"""Ways in besides a password: passkeys, and providers of OpenID Connect."""
