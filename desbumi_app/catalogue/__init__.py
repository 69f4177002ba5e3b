"""Reads resources/ into checked, frozen objects: tables, fields, value lists, rules of the law, regions.

Must not know a store, a window or a paper, and opens no file by path.
"""
