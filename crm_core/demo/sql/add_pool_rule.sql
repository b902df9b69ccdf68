-- A rule that is prepared and off. $1 name, $2 days without contact, $3 without purchase, $4 kind, $5 now; the manager's.
insert into pool_rule (
    name, quiet_days, unsold_days, kind, team_id, region, warn_days, most_a_night, version, created_at, created_by, updated_at
)
select $1, $2, $3, $4, null, null, 7, 20, 1, $5, u.user_id, $5
from app_user as u
where u.username = 'manager'
