-- One contact with all it holds, where the reach opens its customer for a change. $1 scope, $2 teams, $3 me, $4 contact.
select
    n.contact_id, n.customer_id, n.name, n.title, n.is_decision_maker, n.phone, n.phone_key, n.email, n.wechat, n.note,
    n.version
from contact as n
inner join customer as c on c.customer_id = n.customer_id
where n.contact_id = $4 and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
