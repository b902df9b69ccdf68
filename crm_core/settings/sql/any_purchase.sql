-- Whether the store holds a purchase.
select true from purchase_view limit 1
