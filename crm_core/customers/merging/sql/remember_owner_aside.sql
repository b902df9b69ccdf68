-- The survivor's new owner worked along on it. $1 merge, $2 the customer that stays, $3 the one that goes, $4 owner.
insert into merge_part (merge_id, part, record_id)
select $1, 'aside', user_id
from collaborator as v
where v.customer_id = $2 and v.user_id = $4
    and not exists (select 1 from collaborator as o where o.customer_id = $3 and o.user_id = $4)
