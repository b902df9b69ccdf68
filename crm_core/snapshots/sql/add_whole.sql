-- A goal of several metrics in a snapshot. $1 snapshot, $2 goal, $3 how far it was, $4 low, $5 expected, $6 high, $7 chance.
insert into plan_snapshot_whole (snapshot_id, goal_id, attainment, low, expected, high, chance) values ($1, $2, $3, $4, $5, $6, $7)
