-- Decide on the proposal $1 that still has the version $2: its state, and the goal that was made of it. $5 by whom, $6 now.
update plan_proposal
set state = $3, goal_id = $4, decided_by = $5, decided_at = $6, version = version + 1
where proposal_id = $1 and version = $2
returning version
