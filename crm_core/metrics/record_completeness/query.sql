-- One row is one group: the key fields that hold something (numerator), and all key fields (denominator), of the customers
-- entered by the last counted day, as they stand today. Key fields: phone, mail, region, owner; of persons birthday and gender.
-- $keys the spans that are asked for, $ends the day after the last counted day of each; $scope, $teams, $me how far the asker
-- may see. Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
with spans as (
    select unnest($keys::date[]) as span_key, unnest($ends::date[]) as end_on
)
select /*groups*/ as group_key, sum(l.filled_count)::bigint as numerator, sum(l.field_count)::bigint as denominator
from spans as s
inner join customer_record_view as l on l.created_on < s.end_on
where ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by group_key
order by group_key nulls last
