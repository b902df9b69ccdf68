-- The interactions of visits that were due before the day $1 and that nobody has touched: all of more than a week ago, tried
-- in vain before or not, and most of the last days, in one of nine of which nobody was reached; at ten on their day by whose they were.
insert into interaction (
    customer_id, user_id, team_id, owner_id, channel, outcome, content, happened_at, happened_on, follow_up_id, version,
    created_at, updated_at
)
select
    f.customer_id, f.user_id, f.team_id, f.user_id, f.channel, if(t.is_missed, 'not_reached', 'reached'),
    case when t.is_missed then '' when r.event = 'birthday' then '已发祝福，客户致谢。' else '回访完成，客户反馈良好。' end,
    (f.due_on + interval 2 hour)::timestamptz, f.due_on, f.follow_up_id, 1, (f.due_on + interval 2 hour)::timestamptz,
    (f.due_on + interval 2 hour)::timestamptz
from visit as v
inner join visit_rule as r on r.rule_id = v.rule_id
inner join follow_up as f on f.follow_up_id = v.follow_up_id
cross join lateral (
    select f.due_on < $1::date - 7 as is_old, f.due_on >= $1::date - 7 and hash(v.made_key) % 9 = 0 as is_missed
) as t
where
    f.due_on < $1 and f.status = 'open' and f.version = 1 and (t.is_old or hash(v.made_key) % 5 > 0)
    and f.follow_up_id not in (
        select i.follow_up_id from interaction as i
        where i.follow_up_id is not null and (i.outcome <> 'not_reached' or i.happened_on >= $1::date - 7)
    )
order by v.visit_id
