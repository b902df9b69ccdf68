-- Changes a purpose. $1 purpose, $2 its version, $3-$5 names (cn, tw, en), $6 whether it is in use, $7 now.
update consent_purpose
set name_cn = $3, name_tw = $4, name_en = $5, is_active = $6, version = version + 1, updated_at = $7
where purpose_id = $1 and version = $2
returning version
