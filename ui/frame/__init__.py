"""The window around the pages: header, navigation, page stack, strip."""
