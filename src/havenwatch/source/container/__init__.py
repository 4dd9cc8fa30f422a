"""Files that hold many items: archives, web archives, feeds, chat exports, mail. Bytes in, parts and items out."""
