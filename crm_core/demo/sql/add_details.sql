-- Purpose and now and then a pasted chat of the demo's interactions of the last weeks; it depends on the interaction's words alone. $1 the day.
insert into interaction_detail (interaction_id, customer_id, purpose, contact_id, chat, noted_at)
select
    i.interaction_id, i.customer_id,
    ['enquiry', 'price', 'order', 'delivery', 'payment', 'after_sales', 'care'][(1 + hash(i.content || c.code) % 7)::bigint], null,
    case
        when i.channel = 'wechat' and hash(c.code) % 3 = 0
            then '客户 10:02
在吗？上次那款还有货吗
客服 10:05
有的，您这次要多少？
客户 10:06
先来两盒，周五前能到吗
客服 10:07
可以，我给您备注周五前送达'
        else ''
    end,
    i.created_at
from interaction as i
inner join customer as c on c.customer_id = i.customer_id
where i.happened_on > $1::date - 60 and i.outcome <> 'not_reached' and hash(c.code || i.channel) % 3 = 0
order by i.interaction_id
