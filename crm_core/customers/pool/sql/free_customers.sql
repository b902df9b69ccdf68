-- The customers that a rule may release by a day, since their owners were told in time. $1 rule, $2 day.
select customer_id from pool_warning where rule_id = $1 and free_on <= $2
