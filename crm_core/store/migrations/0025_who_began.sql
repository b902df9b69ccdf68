-- What was said, with who began: in, the customer; out, we; null where nobody noted it.
create or replace view interaction_view as
select interaction_id, customer_id, user_id, team_id, owner_id, channel, outcome, content, happened_at, happened_on,
    follow_up_id, direction
from interaction;
