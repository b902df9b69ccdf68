-- Touchpoints and norms of contact by id, norms that held once too: the touchpoint's name, or the tier or type that a norm is of.
select 'touchpoint' as kind, touchpoint_id as about_id, name, null::integer as days, true as is_current from touchpoint_view
union all
select 'norm', n.norm_id, coalesce(g.name, n.rung), n.days, n.until_on is null
from contact_norm_view as n
left join tag_view as g on n.rung = 'tag:' || g.tag_id
order by kind, name, about_id
