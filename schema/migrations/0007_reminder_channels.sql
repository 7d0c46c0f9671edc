-- 0007 reminder channels: where chat reminders go and how fast; quiet hours, storms, digests; which reminders may not wait.
-- breaking: no
set local search_path = mlps;

-- A robot or webhook of a contract. Secrets are named, never stored: see workers/reminder/README.md.
create table reminder_channel (
    id          bigint generated always as identity constraint reminder_channel_pk primary key,
    contract_id bigint not null constraint reminder_channel_contract_fk references contract (id),
    channel     text not null constraint reminder_channel_kind check (channel in ('wecom', 'dingtalk', 'feishu', 'webhook')),
    name        text not null constraint reminder_channel_name_len check (length(name) between 1 and 100),
    endpoint    text constraint reminder_channel_endpoint_form check (
        endpoint ~ '^https?://[^?#@[:space:]]+$' and length(endpoint) <= 1000),
    token_ref   text constraint reminder_channel_token_form check (token_ref ~ '^(file|env):[A-Za-z0-9_.-]{1,100}$'),
    secret_ref  text constraint reminder_channel_secret_form check (secret_ref ~ '^(file|env):[A-Za-z0-9_.-]{1,100}$'),
    audience    text[] constraint reminder_channel_audience check (
        audience <@ array['engineer', 'manager', 'customer', 'leader'] and cardinality(audience) > 0), -- null: everybody
    enabled     boolean not null default true,
    per_minute  integer not null default 20 constraint reminder_channel_rate_range check (per_minute between 1 and 1000),
    recent      timestamptz[] not null default '{}', -- tries of the last minute
    free_at     timestamptz not null default '-infinity', -- the next try may begin
    failures    integer not null default 0 constraint reminder_channel_failures_range check (failures >= 0), -- in a row
    version     integer not null default 1 constraint reminder_channel_version_range check (version >= 1),
    constraint reminder_channel_unique unique (contract_id, channel, name)
);

-- When people of a contract are left in peace, and how much is too much. No row: the defaults of reminder_policy.sql.
create table reminder_policy (
    contract_id    bigint constraint reminder_policy_pk primary key
                   constraint reminder_policy_contract_fk references contract (id),
    quiet_from     integer not null default 1260 constraint reminder_policy_from_range check (quiet_from between 0 and 1439), -- minute of the day
    quiet_to       integer not null default 480 constraint reminder_policy_to_range check (quiet_to between 0 and 1439), -- equal: no quiet hours
    rest_days      boolean not null default true, -- are quiet
    storm_max      integer not null default 20 constraint reminder_policy_storm_range check (storm_max between 1 and 100000),
    storm_window_s integer not null default 600 constraint reminder_policy_window_range check (storm_window_s between 1 and 86400)
);

-- What one person asked for.
create table reminder_habit (
    person_id bigint constraint reminder_habit_pk primary key
              constraint reminder_habit_person_fk references person (id),
    digest_at integer not null constraint reminder_habit_digest_range check (digest_at between 0 and 1439) -- minute of the day
);

alter table reminder drop constraint reminder_channel;
alter table reminder add constraint reminder_channel check (
    channel in ('app', 'mail', 'wecom', 'dingtalk', 'feishu', 'webhook'));
alter table reminder add column channel_id bigint constraint reminder_channel_fk references reminder_channel (id);
alter table reminder add constraint reminder_channel_iff check ((channel_id is null) = (channel in ('app', 'mail')));
alter table reminder add column urgent boolean not null default false; -- neither night nor rest day holds it back
alter table reminder add column held_until timestamptz; -- quiet hours, a digest or a storm moved it here
create index reminder_message_idx on reminder (message_id) where state in ('planned', 'sending');
create index reminder_told_idx on reminder (person_id, channel, sent_at) where state = 'sent';
create index reminder_robot_idx on reminder (channel_id, try_at) where state = 'planned' and channel_id is not null;
