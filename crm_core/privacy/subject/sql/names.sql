-- What numbers in a customer's rows stand for: one row a kind, number and name. $ids.
select 'user' as kind, user_id as number, display_name as name, null as name_tw, null as name_en from user_view
union all select 'team', team_id, name, null, null from team_view
union all select 'purpose', purpose_id, name_cn, name_tw, name_en from consent_purpose
union all select 'tag', tag_id, name, null, null from tag
union all select 'field', field_id, name, null, null from own_field
union all select 'survey', survey_id, name, null, null from survey_view
union all select 'contact', contact_id, name, null, null from contact_view where customer_id = any($ids)
union all
select 'customer', customer_id, name, null, null from customer_view
where customer_id in (select parent_id from customer_parent_view where customer_id = any($ids))
union all
select 'product', product_id, name, null, null from product_view
where product_id in (select product_id from purchase_view where customer_id = any($ids))
union all
select 'order', order_id, min(order_code), null, null from purchase_line_view
where customer_id = any($ids)
group by order_id
