-- One row a customer line of a file (the Arrow table `staged`), with what becomes of it. `owners` tells whom each text in
-- its owner column means: owner_text, owner_id, owner_team_id, owner_reason; `called` all who are called so (owner_text,
-- user_id): a text that names the present owner, whoever else is called so, changes nothing. `own_said` is what lines say of own fields: row,
-- field_id, value.
-- A line is known by its code, and by that of a customer that was merged, but then it changes nothing; without one by its
-- phone, else by its ID number, else by its name: then it is never updated.
-- A name means a customer of the actor's only: people of other teams may be called the same.
-- Of a customer in the public pool everybody is told code and name: a line that says no more changes nothing.
-- The same phone or credit code at another customer (撞单) rejects the line; other is that customer's code where it may be told.
-- Parameters: $scope, $teams, $me: what the actor may import into; $update: by key rather than skip.
with content as (
    select
        s.*,
        w.owner_id as new_owner_id,
        w.owner_team_id as new_team_id,
        w.owner_reason,
        if(s.kind = 'company', s.id_number, null) as credit_code,
        case
            when s.code is not null then 'c:' || s.code
            when s.phone_key is not null then 'p:' || s.phone_key
            when s.id_number is not null then 'i:' || s.id_number
            else 'n:' || s.name_key
        end as identity,
        concat_ws(
            chr(31), coalesce(s.given_kind, ''), s.name, coalesce(s.phone_key, ''), coalesce(s.email, ''),
            coalesce(s.id_number, ''), coalesce(s.birthday::varchar, ''), coalesce(s.gender, ''), coalesce(s.region, ''),
            coalesce(s.owner_text, ''), coalesce(s.note, ''), coalesce(s.own, '')
        ) as content
    from staged as s
    left join owners as w on w.owner_text = s.owner_text
),
own_different as (
    select distinct o.row
    from own_said as o
    inner join staged as s on s.row = o.row
    inner join customer as k on k.code = s.code
    left join own_field_value as v on v.customer_id = k.customer_id and v.field_id = o.field_id
    where v.value is distinct from o.value
),
by_name as (
    select name_key, min(customer_id) as customer_id
    from customer
    where $scope = 'all' or team_id = any($teams) or owner_id = $me
    group by name_key
),
by_phone as (
    select phone_key, min(customer_id) as customer_id, max(customer_id) as other_id
    from customer where phone_key is not null group by phone_key
),
by_number as (
    select id_number, min(customer_id) as customer_id, max(customer_id) as other_id
    from customer where id_number is not null group by id_number
),
by_credit_code as (
    select id_number, min(customer_id) as customer_id, max(customer_id) as other_id
    from customer where kind = 'company' and id_number is not null group by id_number
),
matched as (
    select
        n.*,
        case
            when n.code is not null then c.customer_id
            when n.phone_key is not null then p.customer_id
            when n.id_number is not null then i.customer_id
            else b.customer_id
        end as customer_id,
        p.customer_id as phone_low, p.other_id as phone_high,
        m.customer_id as number_low, m.other_id as number_high
    from content as n
    left join customer_by_code_view as c on c.known_code = n.code
    left join by_phone as p on p.phone_key = n.phone_key
    left join by_number as i on i.id_number = n.id_number
    left join by_name as b on b.name_key = n.name_key
    left join by_credit_code as m on m.id_number = n.credit_code
),
compared as (
    select
        n.*,
        coalesce(k.customer_id is null or $scope = 'all' or k.team_id = any($teams) or k.owner_id = $me, false) as is_mine,
        case
            when n.phone_low <> coalesce(k.customer_id, -1) then n.phone_low
            when n.phone_high <> coalesce(k.customer_id, -1) then n.phone_high
        end as phone_holder,
        case
            when n.number_low <> coalesce(k.customer_id, -1) then n.number_low
            when n.number_high <> coalesce(k.customer_id, -1) then n.number_high
        end as number_holder,
        n.code = k.code and (
            (n.given_kind is not null and n.given_kind <> k.kind)
            or n.name <> k.name
            or (n.phone_key is not null and n.phone_key is distinct from k.phone_key)
            or (n.email is not null and n.email is distinct from k.email)
            or (n.id_number is not null and n.id_number is distinct from k.id_number)
            or (n.birthday is not null and n.birthday is distinct from k.birthday)
            or (n.gender is not null and n.gender is distinct from k.gender)
            or (n.region is not null and n.region is distinct from k.region)
            or (e.user_id is null and n.new_owner_id is not null and n.new_owner_id is distinct from k.owner_id)
            or (n.note is not null and n.note is distinct from k.note)
            or d.row is not null
        ) as is_different,
        e.user_id is not null as is_same_owner,
        coalesce(
            k.owner_id is null and n.code = k.code and n.name = k.name
            and coalesce(
                n.given_kind, n.phone_key, n.email, n.id_number, n.birthday::varchar, n.gender, n.region, n.owner_text, n.note, n.own
            ) is null,
            false
        ) as is_pool_face
    from matched as n
    left join customer as k on k.customer_id = n.customer_id
    left join called as e on e.owner_text = n.owner_text and e.user_id = k.owner_id
    left join own_different as d on d.row = n.row
),
wanted as materialized (
    select
        *,
        case
            when owner_reason is not null and not is_same_owner then 'rejected'
            when is_pool_face then 'unchanged'
            when not is_mine then 'rejected'
            when customer_id is null then 'added'
            when is_different and $update then 'updated'
            else 'unchanged'
        end as wish
    from compared
),
-- Joined by row: a condition on the left side alone, written into a left join, makes DuckDB chain all null keys (minutes).
holders as (
    select
        w.row,
        h.code as holder_code,
        coalesce($scope = 'all' or h.team_id = any($teams) or h.owner_id = $me, false) as is_holder_mine
    from wanted as w
    inner join customer as h on h.customer_id = coalesce(w.phone_holder, w.number_holder)
    where w.wish in ('added', 'updated') and coalesce(w.phone_holder, w.number_holder) is not null
),
held as (
    select
        w.*,
        h.holder_code,
        h.is_holder_mine,
        w.wish = 'rejected' as is_refused,
        w.wish in ('added', 'updated') and h.holder_code is null as is_free
    from wanted as w
    left join holders as h on h.row = w.row
),
first_of_identity as (
    select identity, is_refused, min(row) as first_row, arg_min(content, row) as first_content
    from held
    group by identity, is_refused
),
first_of_phone as (
    select phone_key, is_free, min(row) as phone_row, arg_min(identity, row) as phone_identity
    from held
    where phone_key is not null
    group by phone_key, is_free
),
first_of_number as (
    select credit_code, is_free, min(row) as number_row, arg_min(identity, row) as number_identity
    from held
    where credit_code is not null
    group by credit_code, is_free
),
repeated as (
    select
        h.*,
        i.first_row,
        i.first_content,
        coalesce(p.phone_row, h.row) as phone_row,
        coalesce(p.phone_identity, h.identity) as phone_identity,
        coalesce(n.number_row, h.row) as number_row,
        coalesce(n.number_identity, h.identity) as number_identity
    from held as h
    inner join first_of_identity as i on i.identity = h.identity and i.is_refused = h.is_refused
    left join first_of_phone as p on p.phone_key = h.phone_key and p.is_free = h.is_free
    left join first_of_number as n on n.credit_code = h.credit_code and n.is_free = h.is_free
),
judged as (
    select
        *,
        case
            when owner_reason is not null and not is_same_owner then owner_reason
            when is_pool_face and not is_mine then if(content <> first_content, 'code_twice', null)
            when not is_mine and code is not null then 'foreign_code'
            when not is_mine then 'foreign_customer'
            when content <> first_content then 'code_twice'
            when wish = 'unchanged' then null
            when holder_code is not null and not is_holder_mine
                then if(phone_holder is not null, 'phone_elsewhere', 'number_elsewhere')
            when holder_code is not null then if(phone_holder is not null, 'phone_taken', 'number_taken')
            when phone_identity <> identity then 'phone_twice'
            when number_identity <> identity then 'number_twice'
        end as reason
    from repeated
)
select
    row,
    case when reason is not null then 'rejected' when row <> first_row then 'unchanged' else wish end as outcome,
    reason,
    case reason when 'phone_twice' then phone_row when 'number_twice' then number_row else first_row end as first_row,
    if(reason in ('phone_taken', 'number_taken'), holder_code, null) as other,
    customer_id,
    code,
    kind,
    given_kind,
    name,
    name_key,
    search_text,
    phone,
    phone_key,
    email,
    id_number,
    birthday,
    gender,
    region,
    note,
    own,
    if(is_same_owner, null, new_owner_id) as owner_id,
    if(is_same_owner, null, new_team_id) as team_id,
    coalesce(is_different, false) and row = first_row as differs
from judged
order by row
