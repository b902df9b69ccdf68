-- The interactions of most visits that were due before the day $1, at ten on their day by whose they were; nobody was reached
-- in one of nine.
insert into interaction (
    customer_id, user_id, team_id, owner_id, channel, outcome, content, happened_at, happened_on, follow_up_id, version,
    created_at, updated_at
)
select
    f.customer_id, f.user_id, f.team_id, f.user_id, f.channel,
    if(hash(v.made_key) % 9 = 0, 'not_reached', 'reached'),
    case when hash(v.made_key) % 9 = 0 then '' when r.event = 'birthday' then '已发祝福，客户致谢。' else '回访完成，客户反馈良好。' end,
    (f.due_on + interval 2 hour)::timestamptz, f.due_on, f.follow_up_id, 1, (f.due_on + interval 2 hour)::timestamptz,
    (f.due_on + interval 2 hour)::timestamptz
from visit as v
inner join visit_rule as r on r.rule_id = v.rule_id
inner join follow_up as f on f.follow_up_id = v.follow_up_id
where f.due_on < $1 and hash(v.made_key) % 5 > 0
order by v.visit_id
