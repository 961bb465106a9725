"""Findings become things to read: sentences, tables and pictures."""
