-- One row a proposal that differs from what stands and is not fixed, in the order that was asked for and then the largest
-- change first, each with the total.
-- $scope, $teams, $me: the reach; $dimension; $rung: the proposed one or ''; $ladder: the rungs from the lowest on;
-- $size, $skip: the page.
with wanted as materialized (
    select
        p.customer_id, c.code, c.name, u.display_name as owner, s.rung as stands, s.since_on, coalesce(s.version, 0) as version,
        p.rung, p.reasons, p.made_on, list_position($ladder, p.rung) as rank,
        coalesce(list_position($ladder, s.rung), 0) as rank_before
    from relationship_proposal as p
    inner join customer_view as c on c.customer_id = p.customer_id
    left join user_view as u on u.user_id = c.owner_id
    left join customer_standing as s
        on s.customer_id = p.customer_id and s.dimension = p.dimension and s.until_on is null
    where
        p.dimension = $dimension and ($rung = '' or p.rung = $rung)
        and (s.rung is null or (s.rung <> p.rung and not s.is_fixed))
        and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me)
)
select w.customer_id, w.code, w.name, w.owner, w.stands, w.since_on, w.version, w.rung, w.reasons, w.made_on, t.total
from wanted as w
cross join (select count(*) as total from wanted) as t
/*joined*/
order by /*order*/ nulls last, w.rank desc, w.rank_before, w.name, w.customer_id
limit $size offset $skip
