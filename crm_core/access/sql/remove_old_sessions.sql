-- Sessions that ended, or were last seen, long ago are removed. $1 before when. One row a removed session.
delete from session where coalesce(ended_at, seen_at) < $1 returning user_id
