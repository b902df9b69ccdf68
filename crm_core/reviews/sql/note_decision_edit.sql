-- A decision that had the version $2 was worded anew. $1 decision, $3 by whom, $4 now.
insert into plan_review_decision_edit (decision_id, version, edited_by, edited_at) values ($1, $2 + 1, $3, $4)
on conflict (decision_id) do update set version = excluded.version, edited_by = excluded.edited_by,
    edited_at = excluded.edited_at
where plan_review_decision_edit.version = $2
returning decision_id
