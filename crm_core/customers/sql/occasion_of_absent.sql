-- Whose one customer $1 is, where its owner is one of those for whom $2 stands in on the day $4 ($3), and an occasion with it is
-- seen to today: a birthday of the keys $5, or round years ($7) since the first purchase on one of the days $6, of those of a tier or
-- type above the lowest.
select c.customer_id, c.code, c.name, c.owner_id, c.team_id, c.version
from customer as c
inner join absence_view as a
    on a.user_id = c.owner_id and a.deputy_id = $2 and a.user_id = any($3) and $4 between a.first_on and a.last_on
where
    c.customer_id = $1
    and (
        exists (select 1 from birthday_view as b where b.customer_id = $1 and b.birthday_key = any($5))
        or (
            exists (
                select 1 from customer_standing_view as s
                where s.customer_id = $1 and s.until_on is null and s.rung not in ('low', 'transactional')
            )
            and exists (
                select 1
                from (select min(p.purchased_on) as first_on from purchase_view as p where p.customer_id = $1 and p.is_sold) as f
                inner join (select unnest($6::date[]) as on_day) as d on strftime(d.on_day, '%m%d') = strftime(f.first_on, '%m%d')
                where date_diff('year', f.first_on, d.on_day) = any($7::integer[])
            )
        )
    )
