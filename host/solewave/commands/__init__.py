"""One file for each verb; each imports what it needs when it runs."""
