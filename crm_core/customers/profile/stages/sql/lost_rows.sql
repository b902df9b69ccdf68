-- One row a customer within the reach who stands in $stage since $since or later, the latest first. $scope, $teams, $me; $reason
-- one reason of loss or null; $subject '' all, rung:CODE or tag:ID; $most rows.
select
    s.customer_id, c.name as customer, u.display_name as owner, s.since_on, s.reason_id,
    (
        select arg_max(w.why, w.stage_id) from customer_stage as w where w.customer_id = s.customer_id
    ) as why
from customer_stage_view as s
inner join customer_view as c on c.customer_id = s.customer_id
left join user_view as u on u.user_id = c.owner_id
where
    s.stage = $stage and s.since_on >= $since and ($reason is null or s.reason_id = $reason)
    and (
        $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
        or exists (select 1 from collaborator as v where v.customer_id = c.customer_id and v.user_id = $me)
    )
    and (
        $subject = ''
        or exists (
            select 1 from customer_standing_view as k
            where k.customer_id = s.customer_id and k.until_on is null and 'rung:' || k.rung = $subject
        )
        or exists (
            select 1 from customer_tag_view as t where t.customer_id = s.customer_id and 'tag:' || t.tag_id = $subject
        )
    )
order by s.since_on desc, s.customer_id
limit $most
