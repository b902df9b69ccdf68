-- Note that the owners of the customers of the Arrow table `due` are told of their release. $1 rule, $2 today, $3 from which
-- day the rule may release. Who was told already is not told again.
insert into pool_warning (rule_id, customer_id, owner_id, warned_on, free_on)
select $1, d.customer_id, d.owner_id, $2, $3
from due as d
on conflict (rule_id, customer_id) do nothing
returning customer_id, owner_id
