-- Of the interaction $1: the customer, purpose, contact and chat, and the suggestion that $2 noted in it and nobody has taken up yet.
select
    i.customer_id, d.interaction_id is not null as has_details, d.purpose, d.contact_id, coalesce(d.chat, '') as chat, s.suggestion_id,
    coalesce(s.content, '') as suggestion
from interaction_view as i
left join interaction_detail as d on d.interaction_id = i.interaction_id
left join customer_suggestion as s on s.interaction_id = i.interaction_id and s.noted_by = $2 and s.state = 'new'
where i.interaction_id = $1
order by s.suggestion_id
limit 1
