"""An evaluation comes in; lines, text, a page or JSON goes out, and nothing is decided here."""
