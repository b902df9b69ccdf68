-- One row is one source table: the first and the last day with data in it.
select 'purchase' as source, min(purchased_on) as first_on, max(purchased_on) as last_on from purchase_view
union all
select 'interaction', min(happened_on), max(happened_on) from interaction_view
order by source
