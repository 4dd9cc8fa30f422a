"""What stands beside the figures: who is affected and how, how fast, other host states, open statistics."""
