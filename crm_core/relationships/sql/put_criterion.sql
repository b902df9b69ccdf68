-- Put one criterion. $1 dimension, $2 rung, $3 place, $4 measure, $5 months, $6 threshold.
insert into relationship_criterion (dimension, rung, place, measure, months, threshold) values ($1, $2, $3, $4, $5, $6)
on conflict (dimension, rung, place) do update set measure = excluded.measure, months = excluded.months,
    threshold = excluded.threshold
