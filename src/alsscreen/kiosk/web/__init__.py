"""Many strangers in a row at one browser, or at several, come in; each gets a clean session of pages, out."""
