-- Whose one customer $1 is, where its owner is one of those for whom $2 stands in on the day $4 ($3), and the contact with it
-- falls due by norm while the owner is away.
select c.customer_id, c.code, c.name, c.owner_id, c.team_id, c.version
from customer as c
inner join absence_view as a
    on a.user_id = c.owner_id and a.deputy_id = $2 and a.user_id = any($3) and $4 between a.first_on and a.last_on
where
    c.customer_id = $1
    and exists (
        select 1
        from customer_standing_view as s
        inner join contact_norm_view as n
            on n.rung = s.rung and n.until_on is null and (n.team_id is null or n.team_id = c.team_id)
        where
            s.customer_id = c.customer_id and s.until_on is null
            and coalesce(
                (
                    select max(i.happened_on)
                    from interaction_view as i
                    where i.customer_id = $1 and i.outcome <> 'not_reached' and (n.channel is null or i.channel = n.channel)
                ),
                greatest(s.since_on, n.since_on)
            ) + n.days <= a.last_on
    )
