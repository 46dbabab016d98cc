"""Answers about early signs and risk factors of ALS in; traced, educational guidance out, never a diagnosis."""

__version__ = "0.1.0"
