-- One row a customer that an import added or changed (the Arrow table `changes`: record_id, version, values_before), with the
-- reason why it cannot be taken back, or null. The tables `leaving_…` (record_id) are what is taken back with it and hangs on
-- it no longer. name is told within the reach only. $scope, $teams, $me.
with before as (
    select
        *,
        json_extract_string(values_before, '$.phone_key') as phone_before,
        if(json_extract_string(values_before, '$.kind') = 'company', json_extract_string(values_before, '$.id_number'), null)
            as number_before
    from changes
),
buyers as (
    select distinct p.customer_id
    from purchase_view as p
    anti join leaving_purchase as l on l.record_id = p.purchase_id
    where p.customer_id in (select record_id from changes where values_before is null)
),
talked as (
    select distinct i.customer_id
    from interaction_view as i
    anti join leaving_interaction as l on l.record_id = i.interaction_id
    where i.customer_id in (select record_id from changes where values_before is null)
),
promised as (
    select distinct f.customer_id
    from follow_up_view as f
    anti join leaving_follow_up as l on l.record_id = f.follow_up_id
    where f.customer_id in (select record_id from changes where values_before is null)
),
known as (
    select distinct n.customer_id
    from contact as n
    anti join leaving_contact as l on l.record_id = n.contact_id
    where n.customer_id in (select record_id from changes where values_before is null)
),
asked as (select distinct customer_id from survey_answer_view where customer_id is not null),
staged as (
    select customer_id from customer_stage
    union
    select customer_id from customer_tag
    union
    select customer_id from customer_tag_past
    union
    select customer_id from customer_need
    union
    select customer_id from customer_origin
    union
    select customer_id from attachment_view
    union
    select customer_id from birthday_mark
    union
    select customer_id from customer_preference
    union
    select customer_id from customer_potential
    union
    select customer_id from customer_parent
    union
    select parent_id from customer_parent_view
),
shared as (
    select customer_id from collaborator
    union
    select customer_id from collaboration_request
),
phones as (
    select phone_key, min(customer_id) as lowest, max(customer_id) as highest
    from customer where phone_key in (select phone_before from before) group by phone_key
),
numbers as (
    select id_number, min(customer_id) as lowest, max(customer_id) as highest
    from customer where kind = 'company' and id_number in (select number_before from before) group by id_number
)
select
    b.record_id,
    b.values_before is null as is_added,
    b.values_before,
    case
        when c.customer_id is null then 'gone'
        when c.version <> b.version then 'changed'
        when b.values_before is null and g.customer_id is not null then 'changed'
        when b.values_before is null and y.customer_id is not null then 'purchases'
        when b.values_before is null and t.customer_id is not null then 'interactions'
        when b.values_before is null and f.customer_id is not null then 'follow_ups'
        when b.values_before is null and k.customer_id is not null then 'contacts'
        when b.values_before is null and a.customer_id is not null then 'answers'
        when b.values_before is null and s.customer_id is not null then 'collaborators'
        when p.lowest <> b.record_id or p.highest <> b.record_id then 'taken'
        when m.lowest <> b.record_id or m.highest <> b.record_id then 'taken'
    end as reason,
    if(
        coalesce($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me, false), c.name || ' (' || c.code || ')', null
    ) as name
from before as b
left join customer as c on c.customer_id = b.record_id
left join buyers as y on y.customer_id = b.record_id
left join talked as t on t.customer_id = b.record_id
left join promised as f on f.customer_id = b.record_id
left join known as k on k.customer_id = b.record_id
left join asked as a on a.customer_id = b.record_id
left join staged as g on g.customer_id = b.record_id
left join shared as s on s.customer_id = b.record_id
left join phones as p on p.phone_key = b.phone_before
left join numbers as m on m.id_number = b.number_before
order by b.record_id
