"""Throughline takes a screenplay to boards, previs, effects, finished shots and a master: the film is a build."""

__version__ = "0.1.0"
