"""`make bench`: how fast pages and posts are, beside a hello-world view of the same server in the same run.

No figure is a pass mark: they are for comparing one state of the code with another on the same machine.
"""
