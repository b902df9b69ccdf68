-- The clear values of one contact, for a reveal. $1 contact.
select customer_id, phone, email, wechat from contact where contact_id = $1
