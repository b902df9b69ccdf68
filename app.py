"""The front door: `python app.py`, `streamlit run app.py` and `uvicorn app:app` serve the same app."""

import sys

import streamlit as st

from crm_core.server import front_door
from crm_core.server.configure import configured
from crm_core.server.environment import PROJECT
from crm_core.ui.errors import show_script_error

where = configured()
app = st.App(
    PROJECT / "crm_core" / "ui" / "shell.py",
    routes=front_door.routes(where),
    middleware=front_door.middleware(where),
    lifespan=front_door.lifespan,
    on_script_error=show_script_error,
)

if __name__ == "__main__":
    from crm_core.server.serve import serve

    sys.exit(serve(app, where))
