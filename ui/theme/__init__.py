"""The look: colour tokens, one style sheet, fonts, icons, focus ring. Knows no page and no data."""
