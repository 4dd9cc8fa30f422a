"""Languages whose nouns and names are declined by endings, as in Russian; names of any language in the nominative."""
