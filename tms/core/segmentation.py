"""Cut text into sentences by SRX rules, with offsets, so that the pieces joined are the text."""
