-- One row an active user, with what decides whether the user may see the customer $1.
select
    u.user_id, u.display_name as name, u.role, u.team_id,
    exists (select 1 from collaborator_view as v where v.customer_id = $1 and v.user_id = u.user_id) as is_collaborator
from user_view as u
where u.is_active
order by u.display_name, u.user_id
