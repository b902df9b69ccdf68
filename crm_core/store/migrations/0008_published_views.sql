-- What rooms show to each other: metrics, timelines and checks read these, nothing else.
create view team_view as select team_id, name, is_active from team;
create view user_view as select user_id, username, display_name, role, team_id, is_active from app_user;
create view customer_view as
select customer_id, code, kind, name, region, owner_id, team_id, created_at, created_on from customer;
create view purchase_view as
select p.purchase_id, p.order_id, p.line_key, p.customer_id, p.product_id, p.quantity, p.unit_price, p.unit_cost,
    p.amount, p.is_return, p.is_sold, p.purchased_at, p.purchased_on, p.country, p.category, p.channel, p.team_id, p.owner_id
from purchase as p;
create view purchase_line_view as
select p.purchase_id, o.code as order_code, p.line_key, p.customer_id, c.code as customer_code, c.name as customer_name,
    r.code as product_code, coalesce(p.product_name, r.name) as product_name, p.category, p.quantity,
    p.unit_price, p.unit_cost, p.amount, p.is_return, p.is_sold, p.purchased_at, p.purchased_on, p.country, p.channel,
    p.team_id, p.owner_id, p.order_id
from purchase as p
inner join purchase_order as o on o.order_id = p.order_id
left join customer as c on c.customer_id = p.customer_id
left join product as r on r.product_id = p.product_id;
create view interaction_view as
select interaction_id, customer_id, user_id, team_id, owner_id, channel, outcome, content, happened_at, happened_on,
    follow_up_id
from interaction;
create view follow_up_view as
select follow_up_id, customer_id, user_id, team_id, due_on, channel, purpose, status, closed_at from follow_up;
