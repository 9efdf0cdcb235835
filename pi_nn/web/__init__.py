"""The page: what the appliance sees, taught and looked into with a browser; a process of its own.

`app` answers requests with Bottle, `server` listens with Waitress, and each of the other modules knows one thing. It
reads the runtime files and the state folder, and changes nothing but samples and wishes.
"""
