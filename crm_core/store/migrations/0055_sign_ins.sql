-- When each user signed in last, apart from app_user: else every sign-in would empty whatever is kept of anything that names people.
-- app_user.signed_in_at is neither written nor read from here on.
create table sign_in (user_id bigint primary key, signed_in_at timestamptz not null);
insert into sign_in select user_id, signed_in_at from app_user where signed_in_at is not null;
insert into data_version select 'sign_in', 1 where exists (from sign_in);
