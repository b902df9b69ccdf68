-- What some of the demo's customers suggested in its own interactions of the days after $2 up to $1, one a customer at most.
insert into customer_suggestion (
    customer_id, interaction_id, content, state, answer, said_on, noted_by, noted_at, version
)
select
    t.customer_id, t.interaction_id,
    [
        '希望会员日能提前一周通知。', '茶样能不能附一张冲泡说明。', '同城订单希望可以约定送货时段。', '礼盒可以提供代写贺卡吗。',
        '希望有适合办公室的大包装。', '退换货的流程能不能在小程序里办。', '希望每季有一次品鉴活动。', '能否按部门分开开票。'
    ][(1 + hash(t.code || t.happened_on::varchar) % 8)::bigint],
    'new', '', t.happened_on, t.user_id, t.created_at, 1
from (
    select
        i.customer_id, c.code, max(i.interaction_id) as interaction_id, arg_max(i.happened_on, i.interaction_id) as happened_on,
        arg_max(i.user_id, i.interaction_id) as user_id, arg_max(i.created_at, i.interaction_id) as created_at
    from interaction as i
    inner join customer as c on c.customer_id = i.customer_id
    where
        i.happened_on > $2 and i.happened_on > $1::date - 90 and i.happened_on <= $1 and i.outcome <> 'not_reached'
        and c.owner_id is not null and hash(c.code || i.happened_on::varchar) % 19 = 0
        and i.customer_id not in (select s.customer_id from customer_suggestion as s where s.state = 'new')
        and i.interaction_id not in (
            select e.entity_id from audit_entry as e where e.entity = 'interaction' and e.entity_id is not null
        )
    group by i.customer_id, c.code
) as t
order by t.happened_on, t.interaction_id
