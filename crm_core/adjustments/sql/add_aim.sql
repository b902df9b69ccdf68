-- What a metric is expected to do. $1 adjustment, $2 place, $3 metric, $4 wanted, $5 size.
insert into plan_adjustment_aim (adjustment_id, place, metric_id, wanted, size) values ($1, $2, $3, $4, $5)
