-- One row a question ("asked": key, word, subject, channels, purposes, since_on) with how many suggestions of customers within the
-- reach answer it: a word is in them ('' any), the customer is of the subject ('' all), and what it was said in fits.
-- $scope, $teams, $me.
select a.key, count(distinct s.suggestion_id) as count
from asked as a
inner join customer_suggestion as s on s.said_on >= a.since_on and contains(lower(s.content), a.word)
inner join customer_view as c on c.customer_id = s.customer_id
left join interaction_view as i on i.interaction_id = s.interaction_id
left join interaction_detail as d on d.interaction_id = s.interaction_id
where
    (
        $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
        or exists (select 1 from collaborator_view as v where v.customer_id = c.customer_id and v.user_id = $me)
    )
    and (a.channels is null or i.channel = any(a.channels))
    and (a.purposes is null or coalesce(d.purpose, '') = any(a.purposes))
    and (
        a.subject = ''
        or exists (
            select 1 from customer_standing_view as k
            where k.customer_id = s.customer_id and k.until_on is null and 'rung:' || k.rung = a.subject
        )
        or exists (
            select 1 from customer_tag_view as t where t.customer_id = s.customer_id and 'tag:' || t.tag_id = a.subject
        )
    )
group by a.key
order by a.key
