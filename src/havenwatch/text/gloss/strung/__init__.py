"""Languages that string suffixes behind a stem and put the verb last: Kazakh, Kyrgyz."""
