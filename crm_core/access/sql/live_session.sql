-- The session of a hash with its user, where neither was ended nor disabled. $1 hash.
-- Whom the company's service vouches for does not have to choose a password first.
select s.user_id, s.created_at, s.seen_at, u.username, u.display_name, u.role, u.team_id, u.language,
    u.must_change_password and not coalesce(s.is_by_oidc, false) as must_change_password
from session as s
inner join app_user as u on u.user_id = s.user_id
where s.session_hash = $1 and s.ended_at is null and u.is_active
