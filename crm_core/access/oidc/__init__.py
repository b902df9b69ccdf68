"""Signing in through the company's own sign-in service (OpenID Connect); it ends in the same session as a password."""
