-- What became of most of the demo's own suggestions that are more than a week old on $1 and were not yet on $2; people's stand in
-- the trail.
update customer_suggestion as s
set
    state = case hash(s.content || s.customer_id::varchar) % 4 when 0 then 'considered' when 1 then 'declined' else 'adopted' end,
    answer = case hash(s.content || s.customer_id::varchar) % 4
        when 0 then '' when 1 then '目前做不到，已向客户说明原因，明年再议。' else '已列入改进，下个月起实行，谢谢您的建议。'
    end,
    answered_by = (select user_id from app_user where username = 'manager'), answered_at = s.noted_at + interval 3 day, version = 2
where
    s.state = 'new' and s.version = 1 and s.said_on < $1::date - 7 and s.said_on >= $2::date - 7
    and hash(s.customer_id::varchar) % 5 <> 0
    and s.suggestion_id not in (
        select e.entity_id from audit_entry as e where e.entity = 'customer_suggestion' and e.entity_id is not null
    )
