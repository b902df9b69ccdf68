-- One row is one source table: the first and the last day with data in it.
select 'purchase' as source, min(purchased_on) as first_on, max(purchased_on) as last_on from purchase_view
union all
select 'interaction', min(happened_on), max(happened_on) from interaction_view
union all
select 'follow_up', min(due_on), max(due_on) from follow_up_view
union all
select 'answer_score', min(answered_on), max(answered_on) from answer_score_view
union all
select 'customer', min(created_on), max(created_on) from customer_record_view
union all
select 'contact_norm', min(since_on), max(since_on) from contact_norm_view
order by source
