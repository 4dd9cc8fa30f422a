"""Pages of the team: signing in, one's own account, the accounts of all."""
