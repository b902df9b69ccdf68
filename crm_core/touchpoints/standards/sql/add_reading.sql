-- Somebody found on the day $2 that of $3 looked at $4 were answered in time. $1 touchpoint, $5 evidence, $6 who, $7 now.
insert into touchpoint_reading (touchpoint_id, measured_on, asked, kept, evidence, read_by, noted_at)
values ($1, $2, $3, $4, $5, $6, $7)
returning reading_id
