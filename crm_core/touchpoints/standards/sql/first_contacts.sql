-- One row a day on which customers were entered by hand and a day on which they were reached first (null: not yet), with how many.
-- $first, $last: the days of entry.
select c.created_on as asked_on, t.answered_on, count(*) as count
from customer_entered_view as c
left join (
    select i.customer_id, min(i.happened_on) as answered_on
    from interaction_view as i
    where i.outcome <> 'not_reached'
    group by i.customer_id
) as t on t.customer_id = c.customer_id
where c.created_on >= $first and c.created_on <= $last
group by c.created_on, t.answered_on
order by asked_on, answered_on
