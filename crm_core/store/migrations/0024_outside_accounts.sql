-- Accounts at the company's sign-in service. A link is found by issuer and subject alone; an allowance says which account
-- may become a user's at its first sign-in, and is used up by it. Both texts are folded.
create table oidc_link (
    issuer varchar not null, subject varchar not null, user_id bigint not null unique, email varchar not null,
    linked_at timestamptz not null, primary key (issuer, subject)
);
create table oidc_allowance (
    user_id bigint primary key, claim varchar not null check (claim in ('email', 'username')), expected varchar not null,
    allowed_by bigint not null, allowed_at timestamptz not null
);

-- Whether the session came about through that service; null for those from before.
alter table session add column is_by_oidc boolean;
