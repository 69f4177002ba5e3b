"""Of the numbers of the world the program needs how they are formed, a module a country; not places, carriers, short numbers."""

from importlib.resources import files

hiddenimports = [
    f"phonenumbers.data.{file.name.removesuffix('.py')}"
    for file in files("phonenumbers.data").iterdir()
    if file.name.endswith(".py") and file.name != "__init__.py"
]
