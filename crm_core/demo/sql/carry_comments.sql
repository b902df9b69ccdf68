-- What colleagues said to each other about some of the demo's customers on the days after $2 up to $1, not longer ago than three weeks.
insert into customer_comment (customer_id, author_id, content, mentioned, created_at, version)
select
    c.customer_id, (select user_id from app_user where username = w.author), w.content,
    case when w.calls then '[' || c.owner_id::varchar || ']' else '[]' end,
    d.said_on::timestamp::timestamptz + interval 3 hour + to_minutes(w.place), 1
from (
    select cast(g.said_at as date) as said_on
    from (select unnest(generate_series(greatest($2::date + 1, $1::date - 21), $1::date - 1, interval 1 day)) as said_at) as g
) as d
cross join customer as c
cross join (
    values (1, 'manager', '这个月的回访请优先安排，客户在比价。', true), (2, 'reader', '新一批包装已到仓，发这位客户的订单可以换新。', true),
        (3, 'lilan', '对接人下周出差，沟通改到月底。', false)
) as w (place, author, content, calls)
where c.owner_id is not null and hash(c.code || w.author || d.said_on::varchar) % 400 = 0
order by c.customer_id, d.said_on, w.place
