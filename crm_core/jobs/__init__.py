"""Work by the clock: the jobs, their runs, and the scheduler inside the server."""
