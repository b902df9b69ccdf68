-- Forget whom a rule has warned of customers that are no longer due, or whose owner is another (the Arrow table `due`:
-- customer_id, owner_id). $1 rule.
delete from pool_warning
where
    rule_id = $1
    and not exists (
        select 1 from due as d where d.customer_id = pool_warning.customer_id and d.owner_id = pool_warning.owner_id
    )
