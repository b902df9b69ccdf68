-- The plan that the proposal $1 is for.
select plan_id from plan_proposal where proposal_id = $1
