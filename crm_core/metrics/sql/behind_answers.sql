-- One row is one survey answer behind a number, with its names.
-- $from, $to, $scope, $teams, $me and the filters as in the metric; $limit, $offset the page.
-- Slots: rows, the metric's own rows.sql; order, newest or largest first.
-- A customer whom the asker may not see today, since the customer has moved on, stays without name and id.
with behind as (
    select *
    from (
        /*rows*/
    )
    order by /*order*/
    limit $limit offset $offset
)
select b.row_id, b.day, a.survey_id, a.survey_name, c.customer_id, c.code as customer_code, c.name as customer_name,
    t.name as team_name, b.score
from behind as b
inner join survey_answer_view as a on a.answer_id = b.answer_id
left join customer_view as c on c.customer_id = a.customer_id
    and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me or c.owner_id is null)
left join team_view as t on t.team_id = b.team_id
order by /*order*/
