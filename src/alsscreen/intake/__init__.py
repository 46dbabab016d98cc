"""A finished session in; a sealed file that only the clinic can open, and what the clinic does with it, out."""
