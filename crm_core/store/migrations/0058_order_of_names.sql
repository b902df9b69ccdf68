-- In which order customers stand by their names: by pinyin, then by the name itself. For rooms whose lists are ordered by it.
create view customer_order_view as
select customer_id, search_text as name_order from customer;
