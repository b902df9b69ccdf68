-- For which tiers a rule holds. $1 rule, $2 tiers.
insert into pool_rule_tier (rule_id, tier) select $1, unnest($2::varchar[])
