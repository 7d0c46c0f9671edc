-- 0002 portfolio: contracts, teams, people, systems; cycles, phases, assessments, findings; facts.
-- breaking: no
set local search_path = mlps;

create table contract (
    id           bigint generated always as identity constraint contract_pk primary key,
    code         text not null constraint contract_code_unique unique
                 constraint contract_code_form check (code ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
    pack_id      bigint not null constraint contract_pack_fk references pack (id),
    calendar_id  bigint not null constraint contract_calendar_fk references calendar_version (id),
    title        text not null constraint contract_title_len check (length(title) between 1 and 300),
    customer     text not null constraint contract_customer_len check (length(customer) between 1 and 300),
    total_fen    bigint not null constraint contract_total_range check (total_fen between 0 and 100000000000000),
    signed_on    date not null,
    service_from date not null,
    service_to   date not null,
    zone         text not null constraint contract_zone_len check (length(zone) between 1 and 40),
    readings     jsonb not null default '{}' constraint contract_readings_object check (jsonb_typeof(readings) = 'object'),
    state        text not null default 'active' constraint contract_state check (state in ('active', 'closed')),
    version      integer not null default 1 constraint contract_version_range check (version >= 1),
    constraint contract_period_order check (service_to >= service_from)
);
create index contract_pack_idx on contract (pack_id);

create table team (
    id          bigint generated always as identity constraint team_pk primary key,
    contract_id bigint not null constraint team_contract_fk references contract (id),
    code        text not null constraint team_code_form check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    name        text not null constraint team_name_len check (length(name) between 1 and 300),
    position    integer not null constraint team_position_range check (position >= 1),
    constraint team_code_unique unique (contract_id, code)
);

create table person (
    id          bigint generated always as identity constraint person_pk primary key,
    contract_id bigint not null constraint person_contract_fk references contract (id),
    team_id     bigint constraint person_team_fk references team (id),
    name        text not null constraint person_name_len check (length(name) between 1 and 100),
    role        text not null constraint person_role check (role in ('engineer', 'manager', 'customer', 'leader')),
    email       text constraint person_email_form check (email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 254),
    active      boolean not null default true,
    version     integer not null default 1 constraint person_version_range check (version >= 1),
    constraint person_unique unique (contract_id, name, role)
);
create index person_team_idx on person (team_id);

create table system (
    id          bigint generated always as identity constraint system_pk primary key,
    contract_id bigint not null constraint system_contract_fk references contract (id),
    team_id     bigint not null constraint system_team_fk references team (id),
    serial      integer not null constraint system_serial_range check (serial between 1 and 100000),
    name        text not null constraint system_name_len check (length(name) between 1 and 300),
    grade       integer not null constraint system_grade_range check (grade between 1 and 5),
    clause      text constraint system_clause_len check (length(clause) between 1 and 40),
    version     integer not null default 1 constraint system_version_range check (version >= 1),
    constraint system_serial_unique unique (contract_id, serial)
);
create index system_team_idx on system (team_id);

create table cycle (
    id         bigint generated always as identity constraint cycle_pk primary key,
    system_id  bigint not null constraint cycle_system_fk references system (id),
    number     integer not null constraint cycle_number_range check (number >= 1),
    pack_id    bigint not null constraint cycle_pack_fk references pack (id),
    started_on date not null,
    ended_on   date,
    state      text not null default 'open' constraint cycle_state check (state in ('open', 'done', 'cancelled')),
    version    integer not null default 1 constraint cycle_version_range check (version >= 1),
    constraint cycle_number_unique unique (system_id, number),
    constraint cycle_end_order check (ended_on >= started_on)
);
create unique index cycle_one_open_idx on cycle (system_id) where state = 'open';

-- A phase of a cycle. A failed re-check opens new rows with the next round for the phases done again.
create table phase (
    id            bigint generated always as identity constraint phase_pk primary key,
    cycle_id      bigint not null constraint phase_cycle_fk references cycle (id),
    number        integer not null constraint phase_number_range check (number between 1 and 20),
    round         integer not null default 1 constraint phase_round_range check (round between 1 and 99),
    name          text not null constraint phase_name_len check (length(name) between 1 and 80),
    clause        text not null constraint phase_clause_len check (length(clause) between 1 and 40),
    limit_days    integer not null constraint phase_limit_range check (limit_days between 1 and 3650),
    planned_from  date not null, -- the plan made when the cycle was opened; never changed
    planned_to    date not null,
    forecast_from date not null, -- the plan as actual ends move it
    forecast_to   date not null,
    started_on    date,
    submitted_on  date,
    ended_on      date,
    state         text not null default 'planned' constraint phase_state check (
        state in ('planned', 'active', 'submitted', 'returned', 'suspended', 'done', 'skipped')),
    documents     jsonb not null default '[]' constraint phase_documents_list check (jsonb_typeof(documents) = 'array'),
    note          text constraint phase_note_len check (length(note) <= 4000),
    version       integer not null default 1 constraint phase_version_range check (version >= 1),
    constraint phase_round_unique unique (cycle_id, number, round),
    constraint phase_plan_order check (planned_to >= planned_from and forecast_to >= forecast_from),
    constraint phase_end_order check (ended_on >= started_on),
    constraint phase_started_iff check ((started_on is null) = (state in ('planned', 'skipped')))
);

create table assessment (
    id          bigint generated always as identity constraint assessment_pk primary key,
    cycle_id    bigint not null constraint assessment_cycle_fk references cycle (id),
    phase_id    bigint not null constraint assessment_phase_fk references phase (id),
    kind        text not null constraint assessment_kind check (kind in ('initial', 'recheck')),
    round       integer not null constraint assessment_round_range check (round between 1 and 99),
    assessed_on date not null,
    score_bp    integer not null constraint assessment_score_range check (score_bp between 0 and 10000),
    high_risk_open integer not null constraint assessment_high_range check (high_risk_open between 0 and 10000),
    passed      boolean not null,
    constraint assessment_round_unique unique (cycle_id, kind, round)
);

create table finding (
    id            bigint generated always as identity constraint finding_pk primary key,
    cycle_id      bigint not null constraint finding_cycle_fk references cycle (id),
    round         integer not null constraint finding_round_range check (round between 1 and 99),
    code          text not null constraint finding_code_form check (code ~ '^[A-Z][0-9]{3,6}$'),
    title         text not null constraint finding_title_len check (length(title) between 1 and 300),
    control_point text not null constraint finding_point_len check (length(control_point) between 1 and 120),
    risk          text not null constraint finding_risk check (risk in ('high', 'medium', 'low')),
    state         text not null default 'open' constraint finding_state check (
        state in ('open', 'fixed', 'verified', 'accepted')),
    found_on      date not null,
    fixed_on      date,
    verified_on   date,
    version       integer not null default 1 constraint finding_version_range check (version >= 1),
    constraint finding_code_unique unique (cycle_id, code),
    constraint finding_fixed_iff check (state in ('open', 'accepted') or fixed_on is not null),
    constraint finding_verified_iff check ((state = 'verified') = (verified_on is not null))
);

-- Dated facts of a contract that start or close its terms (an invoice received, a payment made). Never
-- edited: a wrong one is voided by another row.
create table fact (
    id          bigint generated always as identity constraint fact_pk primary key,
    contract_id bigint not null constraint fact_contract_fk references contract (id),
    clause      text constraint fact_clause_len check (length(clause) between 1 and 40), -- null: every clause
    system_id   bigint constraint fact_system_fk references system (id),
    name        text not null constraint fact_name_form check (name ~ '^[a-z][a-z0-9_]{0,59}$'),
    occurred_at timestamptz not null,
    recorded_at timestamptz not null default business_now(),
    voids       bigint constraint fact_voids_fk references fact (id)
                constraint fact_voids_unique unique
);
create index fact_contract_idx on fact (contract_id, name);
create trigger fact_append_only before update or delete or truncate on fact
    for each statement execute function refuse_change();
