-- What some of the demo's customers suggested in an interaction of the last three months. $1 the day.
insert into customer_suggestion (
    customer_id, interaction_id, content, state, answer, said_on, noted_by, noted_at, version
)
select
    t.customer_id, t.interaction_id,
    [
        '希望小程序里能看到每批茶的采摘日期。', '礼盒能不能换成可回收的包装，省得客人为难。', '发货前发个短信，我好安排人收。',
        '企业采购希望按季度结算，月结太频繁。', '能否出一款 50 克的试饮装，先尝再买大盒。', '门店周末下午人多，希望可以预约座位。',
        '发票开得慢，建议下单时就能填开票信息。', '希望老客户转介绍也有积分。'
    ][(1 + hash(t.code) % 8)::bigint],
    'new', '', t.happened_on, t.user_id, t.created_at, 1
from (
    select
        i.customer_id, c.code, max(i.interaction_id) as interaction_id, arg_max(i.happened_on, i.interaction_id) as happened_on,
        arg_max(i.user_id, i.interaction_id) as user_id, arg_max(i.created_at, i.interaction_id) as created_at
    from interaction as i
    inner join customer as c on c.customer_id = i.customer_id
    where i.happened_on > $1::date - 90 and i.outcome <> 'not_reached' and c.owner_id is not null and hash(c.code || 's') % 23 = 0
    group by i.customer_id, c.code
) as t
order by t.happened_on, t.interaction_id
