-- A further version of a purpose's text. $1 purpose, $2 number, $3-$5 texts (cn, tw, en), $6 day, $7 who, $8 now.
insert into consent_text values ($1, $2, $3, $4, $5, $6, $7, $8)
