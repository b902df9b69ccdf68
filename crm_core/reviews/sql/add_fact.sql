-- How one thing stands. $1 review, $2 place, $3 key, $4 kind, $5 name, $6 told, $7 code, $8 day, $9 metric, $10 unit, $11 lower is better,
-- $12 kind of scope, $13 its id, $14 its name, $15 team, $16 goal, $17 owner, $18 their name, $19 weight, $20 baseline, $21 target, $22 pace,
-- $23 actual, $24 attainment, $25 low, $26 expected, $27 high, $28 chance, $29 status.
insert into plan_review_fact (
    review_id, place, item_key, kind, name, told, code, day_on, metric_id, unit, lower_is_better, scope_kind, scope_id, scope_name,
    team_id, goal_id, owner_id, owner_name, weight, baseline, target, pace, actual, attainment, low, expected, high, chance, status
)
values (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
    $29
)
