"""Data, no code: fields, values, checklists, letters, rules, packs, regions, texts, web pages, fonts, icons."""
