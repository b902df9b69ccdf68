-- Forget for which tiers a rule holds. $1 rule.
delete from pool_rule_tier where rule_id = $1
