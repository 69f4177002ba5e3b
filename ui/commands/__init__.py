"""Commands that need Qt: pictures of the pages."""
