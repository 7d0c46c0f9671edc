-- 0011 calendar feeds: links that calendar programs subscribe to, of a contract, a team or a person.
-- breaking: no
set local search_path = mlps;

-- The token in the link is stored nowhere: it is 256 random bits, so its hash is found by index and cannot be turned back.
create table calendar_feed (
    id          bigint generated always as identity constraint calendar_feed_pk primary key,
    contract_id bigint not null constraint calendar_feed_contract_fk references contract (id),
    team_id     bigint constraint calendar_feed_team_fk references team (id),     -- the team's systems
    person_id   bigint constraint calendar_feed_person_fk references person (id), -- what this person may see
    token_hash  text not null constraint calendar_feed_token_unique unique
                constraint calendar_feed_token_form check (token_hash ~ '^[0-9a-f]{64}$'), -- SHA-256
    issued_at   timestamptz not null default business_now(),
    issued_by   text not null default current_actor()
                constraint calendar_feed_issuer_len check (length(issued_by) between 1 and 120),
    revoked_at  timestamptz,
    revoked_by  text constraint calendar_feed_revoker_len check (length(revoked_by) between 1 and 120),
    version     integer not null default 1 constraint calendar_feed_version_range check (version >= 1),
    constraint calendar_feed_one_owner check (team_id is null or person_id is null),
    constraint calendar_feed_revoked_iff check ((revoked_at is null) = (revoked_by is null))
);
create index calendar_feed_contract_idx on calendar_feed (contract_id, id);
