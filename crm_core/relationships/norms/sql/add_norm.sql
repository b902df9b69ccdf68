-- Add a norm. $1 rung, $2 channel, $3 days, $4 guide, $5 team, $6 first day, $7 version, $8 now, $9 user.
insert into contact_norm (rung, channel, days, guide, team_id, since_on, until_on, version, updated_at, updated_by)
values ($1, $2, $3, $4, $5, $6, null, $7, $8, $9)
returning norm_id
