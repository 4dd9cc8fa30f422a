"""Another language's analysis in the terms of the frames: concepts for words, cases for places and prepositions."""

from havenwatch.text.gloss.lists import Gloss, languages, load_gloss
from havenwatch.text.gloss.render import glossed

__all__ = ["Gloss", "glossed", "languages", "load_gloss"]
