-- One row a suggestion that answers one question (see voiced_counts.sql), the latest first. $scope, $teams, $me; $words,
-- $subject, $channels, $purposes, $since, $most.
select
    s.suggestion_id, s.interaction_id, s.customer_id, c.name as customer, s.content, s.state, s.answer, s.said_on,
    u.display_name as who, a.display_name as answered_by, s.answered_at, s.version
from customer_suggestion as s
inner join customer_view as c on c.customer_id = s.customer_id
left join interaction_view as i on i.interaction_id = s.interaction_id
left join interaction_detail as d on d.interaction_id = s.interaction_id
left join user_view as u on u.user_id = s.noted_by
left join user_view as a on a.user_id = s.answered_by
where
    s.said_on >= $since
    and exists (select 1 from (select unnest($words) as word) as w where contains(lower(s.content), w.word))
    and (
        $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
        or exists (select 1 from collaborator_view as v where v.customer_id = c.customer_id and v.user_id = $me)
    )
    and ($channels::varchar[] is null or i.channel = any($channels::varchar[]))
    and ($purposes::varchar[] is null or coalesce(d.purpose, '') = any($purposes::varchar[]))
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
order by s.said_on desc, s.suggestion_id desc
limit $most
