-- The session of a hash with its user, where neither was ended nor disabled. $1 hash, $2 the company's day.
-- stands_in_for: who is away on that day with this user as deputy.
-- Whom the company's service vouches for does not have to choose a password first.
select s.user_id, s.created_at, s.seen_at, u.username, u.display_name, u.role, u.team_id, u.language,
    u.must_change_password and not coalesce(s.is_by_oidc, false) as must_change_password,
    (select list(distinct a.user_id order by a.user_id) from absence_view as a
        where a.deputy_id = u.user_id and $2 between a.first_on and a.last_on) as stands_in_for
from session as s
inner join app_user as u on u.user_id = s.user_id
where s.session_hash = $1 and s.ended_at is null and u.is_active
