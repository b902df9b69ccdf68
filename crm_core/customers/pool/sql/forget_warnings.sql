-- Forget whom a rule has warned. $1 rule.
delete from pool_warning where rule_id = $1
