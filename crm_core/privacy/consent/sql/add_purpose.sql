-- A new purpose, behind the others. $1-$3 names (cn, tw, en), $4 whether it is in use, $5 now.
insert into consent_purpose (name_cn, name_tw, name_en, place, is_active, version, updated_at)
select $1, $2, $3, coalesce(max(place), 0) + 1, $4, 1, $5 from consent_purpose
returning purpose_id
