"""Notebooks become published reports."""
