"""A rule book in; what whoever has to approve it must know, out."""
