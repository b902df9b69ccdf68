-- One customer that the reach opens, masked. $1 scope, $2 teams, $3 me, $4 customer,
-- $5 whom me stands in for on the day $6: of them, the customers with a follow-up that falls due while they are away.
select
    f.customer_id, f.code, f.kind, f.name, f.masked_phone as phone, f.masked_email as email,
    f.masked_id_number as id_number, f.masked_birthday as birthday, f.gender, f.region, f.owner_id,
    f.team_id, f.note, f.version, f.created_on, f.updated_at, u.display_name as owner, t.name as team,
    w.display_name as created_by,
    (select c.phone_key from customer as c where c.customer_id = f.customer_id) as phone_key,
    (select string_agg(x.display_name, '、' order by v.since_at)
        from collaborator as v inner join user_view as x on x.user_id = v.user_id
        where v.customer_id = f.customer_id) as collaborators
from customer_face_view as f
left join user_view as u on u.user_id = f.owner_id
left join user_view as w on w.user_id = f.created_by
left join team_view as t on t.team_id = f.team_id
where
    f.customer_id = $4
    and ($1 = 'all' or f.team_id = any($2) or f.owner_id = $3
        or exists (select 1 from collaborator as v where v.customer_id = f.customer_id and v.user_id = $3)
        or f.customer_id in (
            select a.customer_id
            from absent_follow_up_view as a
            inner join user_view as o on o.user_id = a.user_id
            where
                a.deputy_id = $3 and a.user_id = any($5) and $6 between a.first_on and a.last_on
                and (f.owner_id = a.user_id or o.role = 'manager' or (o.role = 'lead' and o.team_id = f.team_id)
                    or exists (select 1 from collaborator as w
                        where w.customer_id = f.customer_id and w.user_id = a.user_id))
        ))
