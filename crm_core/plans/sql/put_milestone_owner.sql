-- Somebody answers for a milestone. $1 milestone, $2 who.
insert into plan_milestone_owner (milestone_id, owner_id) values ($1, $2)
on conflict (milestone_id) do update set owner_id = excluded.owner_id
