"""The store as its keeper sees it: backups, restore, the check, what lies on the disk."""
