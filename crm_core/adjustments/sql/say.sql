-- What somebody says of an adjustment, for the first time or anew. $1 adjustment, $2 person, $3 opinion, $4 comment, $5 now.
insert into plan_adjustment_opinion (adjustment_id, user_id, opinion, comment, said_at, version)
values ($1, $2, $3, $4, $5, 1)
on conflict (adjustment_id, user_id)
do update set opinion = excluded.opinion, comment = excluded.comment, said_at = excluded.said_at, version = plan_adjustment_opinion.version + 1
