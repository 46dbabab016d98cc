"""Many strangers in a row at one screen come in; each gets a clean session, and nothing of it stays behind."""
