-- The last day of which purchases are known; null where there are none.
select max(purchased_on) as known_until from purchase_view
