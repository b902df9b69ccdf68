-- One row a contact line of a file (the Arrow table `staged`), with what becomes of it. A contact is known by its customer and
-- phone; without a phone by customer and name. A line that gives a customer's name and no code means the one customer of that
-- name (the Arrow table `named`). $scope, $teams, $me: what the actor may import into; $update: by key rather than skip.
with keyed as (
    select *, if(customer_code is null, customer_key, null) as named_key from staged
),
identified as (
    select s.* replace (coalesce(s.customer_code, n.code) as customer_code), n.match_count
    from keyed as s
    left join named as n on n.name_key = s.named_key
),
owned as (
    select
        s.*,
        c.customer_id,
        case
            when s.customer_code is null and s.customer_key is null then 'nobody'
            when s.match_count > 1 then 'ambiguous_customer'
            when s.customer_code is null then 'unknown_name'
            when c.customer_id is null then 'unknown_customer'
            when $scope = 'all' or coalesce(c.team_id = any($teams) or c.owner_id = $me, false) then null
            else 'foreign_customer'
        end as customer_reason,
        if(s.phone_key is not null, 'p:' || s.phone_key, 'n:' || s.name_key) as identity,
        concat_ws(
            chr(31), s.name, coalesce(s.title, ''), coalesce(s.is_decision_maker::varchar, ''), coalesce(s.phone_key, ''),
            coalesce(s.email, ''), coalesce(s.wechat, ''), coalesce(s.note, '')
        ) as content
    from identified as s
    left join customer_by_code_view as c on c.known_code = s.customer_code
),
first_of_identity as (
    select customer_id, identity, min(row) as first_row, arg_min(content, row) as first_content
    from owned
    where customer_reason is null
    group by customer_id, identity
),
by_phone as (
    select customer_id, phone_key, min(contact_id) as contact_id
    from contact where phone_key is not null group by customer_id, phone_key
),
by_name as (select customer_id, name_key, min(contact_id) as contact_id from contact group by customer_id, name_key),
matched as (
    select o.*, f.first_row, f.first_content, if(o.phone_key is not null, p.contact_id, b.contact_id) as contact_id
    from owned as o
    left join first_of_identity as f on f.customer_id = o.customer_id and f.identity = o.identity
    left join by_phone as p on p.customer_id = o.customer_id and p.phone_key = o.phone_key
    left join by_name as b on b.customer_id = o.customer_id and b.name_key = o.name_key
),
judged as (
    select
        m.*,
        coalesce(m.customer_reason, if(m.content <> m.first_content, 'contact_twice', null)) as reason,
        k.contact_id is not null and (
            m.name <> k.name
            or (m.title is not null and m.title is distinct from k.title)
            or (m.is_decision_maker is not null and m.is_decision_maker <> k.is_decision_maker)
            or (m.email is not null and m.email is distinct from k.email)
            or (m.wechat is not null and m.wechat is distinct from k.wechat)
            or (m.note is not null and m.note is distinct from k.note)
        ) as is_different
    from matched as m
    left join contact as k on k.contact_id = m.contact_id
)
select
    row,
    case
        when reason is not null then 'rejected'
        when row <> first_row then 'unchanged'
        when contact_id is null then 'added'
        when is_different and $update then 'updated'
        else 'unchanged'
    end as outcome,
    reason, first_row, null::varchar as other, contact_id, customer_id, customer_code, name, name_key, title,
    is_decision_maker, phone, phone_key, email, wechat, note, is_different and row = first_row as differs
from judged
order by row
