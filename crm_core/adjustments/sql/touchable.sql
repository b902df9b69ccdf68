-- Touchpoints and norms of contact by id, norms that held once too: the touchpoint's name, or the tier or type that a norm is of.
select 'touchpoint' as kind, touchpoint_id as about_id, name, null::integer as days, true as is_current from touchpoint_view
union all
select 'norm', norm_id, rung, days, until_on is null from contact_norm_view
order by kind, name, about_id
