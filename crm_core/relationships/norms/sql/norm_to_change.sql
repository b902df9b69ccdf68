-- One norm that holds today. $1 norm.
select norm_id, rung, channel, days, guide, team_id, since_on, version from contact_norm where norm_id = $1 and until_on is null
