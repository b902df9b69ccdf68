-- What was decided of an adjustment. $1 adjustment, $2 opinion, $3 reason, $4 what arithmetic proposed, $5 day, $6 by whom, $7 now.
insert into plan_adjustment_verdict (adjustment_id, opinion, reason, proposed, decided_on, decided_by, decided_at)
values ($1, $2, $3, $4, $5, $6, $7)
returning verdict_id
