-- What colleagues said to each other about some of the demo's customers in the last weeks; it depends on the customer's code alone. $1 the day.
insert into customer_comment (customer_id, author_id, content, mentioned, created_at, version)
select
    c.customer_id, (select user_id from app_user where username = w.author), w.content,
    case when w.calls then '[' || c.owner_id::varchar || ']' else '[]' end,
    ($1::date - (1 + hash(c.code) % 20)::integer)::timestamp::timestamptz + interval 3 hour + to_minutes(w.place), 1
from customer as c
cross join (
    values (1, 'manager', '这位客户介绍过两位朋友，年底前当面道个谢。', true), (2, 'reader', '上次反馈的包装破损，生产这边已换了加厚内衬。', true),
        (3, 'lilan', '下单前习惯先问有没有新茶，通话时可以先提。', false), (4, 'heyuan', '对账单请寄电子版，纸质的不用再寄。', false)
) as w (place, author, content, calls)
where c.owner_id is not null and hash(c.code || w.author) % 12 = 0
order by c.customer_id, w.place
