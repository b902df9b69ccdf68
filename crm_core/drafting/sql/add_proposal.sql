-- A sentence of the reading $2 that states a target, proposed as a goal of the plan $1.
insert into plan_proposal (
    plan_id, reading_id, sentence, section, metric_id, measure, name, direction, amount_kind, value, unit, by_on, baseline, state,
    version
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'open', 1)
