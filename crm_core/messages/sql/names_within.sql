-- One row a customer of some whom the reader may see, collaborations and the public pool included; one that was merged into
-- another has that one's name. $1 scope, $2 teams, $3 reader, $4 customers.
with wanted as (
    select w.customer_id as asked_id, coalesce(f.customer_id, w.customer_id) as customer_id
    from (select unnest($4::bigint[]) as customer_id) as w
    left join customer_former_view as f on f.former_id = w.customer_id
)
select w.asked_id as customer_id, c.name
from wanted as w
inner join customer_face_view as c on c.customer_id = w.customer_id
where
    $1 = 'all' or c.team_id = any($2) or c.owner_id = $3 or c.owner_id is null
    or exists (select 1 from collaborator_view as v where v.customer_id = c.customer_id and v.user_id = $3)
