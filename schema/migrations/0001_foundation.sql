-- 0001 foundation: business time and actor, the event log, idempotency, calendars, packs.
-- breaking: no
create schema if not exists mlps;
set local search_path = mlps;

-- Business time: what the caller's transaction says (mlps.now), else the database's clock. Leases never use it.
create function business_now() returns timestamptz language sql stable as $$
    select coalesce(nullif(current_setting('mlps.now', true), '')::timestamptz, clock_timestamp())
$$;
-- Who acts: the account of the transaction (mlps.account), else the process's role.
create function current_actor() returns text language sql stable as $$
    select coalesce(nullif(current_setting('mlps.account', true), ''), session_user::text)
$$;
-- Rows that must never change: a trigger function for append-only tables.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are never changed', tg_table_name using errcode = 'MP001';
end $$;

create table event (
    seq          bigint generated always as identity constraint event_pk primary key,
    xid          xid8 not null default pg_current_xact_id(),
    at           timestamptz not null default business_now(),
    kind         text not null constraint event_kind_len check (length(kind) between 1 and 80),
    contract     text constraint event_contract_len check (length(contract) between 1 and 80),
    subject_kind text not null constraint event_subject_len check (length(subject_kind) between 1 and 40),
    subject_id   bigint not null,
    actor        text not null default current_actor()
                 constraint event_actor_len check (length(actor) between 1 and 120),
    data         jsonb not null default '{}' constraint event_data_object check (jsonb_typeof(data) = 'object')
);
create index event_contract_idx on event (contract, seq);
create index event_subject_idx on event (subject_kind, subject_id, seq);
create index event_order_idx on event (xid, seq); -- the order events are read in: see services/report/README.md
create trigger event_append_only before update or delete or truncate on event
    for each statement execute function refuse_change();

-- A write's reply under its caller's key, kept 24 h: a retry after a lost reply returns the first reply.
create table idempotency (
    service    text not null constraint idempotency_service_len check (length(service) between 1 and 40),
    key        text not null constraint idempotency_key_len check (length(key) between 1 and 128),
    op         text not null constraint idempotency_op_len check (length(op) between 1 and 64),
    args_hash  text not null constraint idempotency_hash_len check (length(args_hash) = 32),
    reply      jsonb,
    created_at timestamptz not null default clock_timestamp(),
    constraint idempotency_pk primary key (service, key)
) with (fillfactor = 80);
create index idempotency_age_idx on idempotency (service, created_at);

create table calendar_version (
    id        bigint generated always as identity constraint calendar_version_pk primary key,
    code      text not null constraint calendar_version_code_len check (length(code) between 1 and 40),
    version   text not null constraint calendar_version_len check (length(version) between 1 and 80),
    loaded_at timestamptz not null default business_now(),
    constraint calendar_version_unique unique (code, version)
);
create table calendar_day (
    calendar_id bigint not null constraint calendar_day_calendar_fk references calendar_version (id),
    day         date not null,
    kind        text not null constraint calendar_day_kind check (kind in ('holiday', 'makeup')),
    name        text not null constraint calendar_day_name_len check (length(name) between 1 and 80),
    constraint calendar_day_pk primary key (calendar_id, day)
);

-- The contract language as loaded: text kept to the byte, a version per change.
create table pack (
    id        bigint generated always as identity constraint pack_pk primary key,
    name      text not null constraint pack_name_len check (length(name) between 1 and 80),
    version   integer not null constraint pack_version_range check (version >= 1),
    sha256    text not null constraint pack_sha256_len check (length(sha256) = 64),
    body      text not null constraint pack_body_len check (length(body) between 1 and 2097152),
    loaded_at timestamptz not null default business_now(),
    constraint pack_name_version_unique unique (name, version),
    constraint pack_name_sha_unique unique (name, sha256)
);
create trigger pack_append_only before update or delete or truncate on pack
    for each statement execute function refuse_change();
