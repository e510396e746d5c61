"""The demonstration: spaces, accounts and the words of the frame, from the files of hub/demonstration/."""
