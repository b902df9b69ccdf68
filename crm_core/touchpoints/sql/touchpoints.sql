-- One row a touchpoint, by phase and place. $1 one of them, null for all.
select
    t.touchpoint_id, t.phase, t.place, t.name, t.department, t.owner_id, u.display_name as owner,
    coalesce(u.is_active, false) as is_owner_active, t.channels, t.standard, t.answer_within, t.answer_unit, t.guides, t.version
from touchpoint as t
left join user_view as u on u.user_id = t.owner_id
where $1 is null or t.touchpoint_id = $1
order by case t.phase when 'before' then 1 when 'during' then 2 else 3 end, t.place, t.touchpoint_id
