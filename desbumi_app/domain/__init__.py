"""Pure rules of the register: standard library only, values in, problems and facts out."""
