"""Who may sign in, as what, and on which team."""

from crm_core.access.model import Permission
from crm_core.team.service import teams, users
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.links import asked, asked_id
from crm_core.ui.page import page_head
from crm_core.ui.text import _, ngettext
from crm_core.ui.user_lists import add_buttons, back, choose_list, show_teams, show_users
from crm_core.ui.user_panels import show_handed_out, show_team, show_user

actor = require(Permission.USER_MANAGE)
people, groups = fetch(users, actor), fetch(teams, actor)
user = next((one for one in people if one.user_id == asked_id("user")), None)
team = next((one for one in groups if one.team_id == asked_id("team")), None)

active = sum(one.is_active for one in people)
page_head(_("Users and teams"), ngettext("{count} active user", "{count} active users", active), add_buttons)
show_handed_out()
if user is not None or asked("user") == "new":
    back("users")
    show_user(actor, user, groups)
elif team is not None or asked("team") == "new":
    back("teams")
    show_team(actor, team, people)
elif choose_list(asked("view")) == "teams":
    show_teams(groups)
else:
    show_users(people)
