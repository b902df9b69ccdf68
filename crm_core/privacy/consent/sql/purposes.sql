-- One row a purpose with the text that stands, in the company's order.
select
    p.purpose_id, p.name_cn, p.name_tw, p.name_en, p.is_active, p.version, coalesce(t.number, 0) as text_number,
    coalesce(t.text_cn, '') as text_cn, coalesce(t.text_tw, '') as text_tw, coalesce(t.text_en, '') as text_en,
    t.since_on as text_since_on
from consent_purpose as p
left join (select purpose_id, max(number) as number from consent_text group by purpose_id) as n on n.purpose_id = p.purpose_id
left join consent_text as t on t.purpose_id = n.purpose_id and t.number = n.number
order by p.place, p.purpose_id
