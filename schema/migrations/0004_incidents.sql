-- 0004 incidents: incidents and their clocks' facts, cases for penalties, penalties, reminders, exports.
-- breaking: no
set local search_path = mlps;

create table incident (
    id            bigint generated always as identity constraint incident_pk primary key,
    contract_id   bigint not null constraint incident_contract_fk references contract (id),
    system_id     bigint constraint incident_system_fk references system (id),
    code          text not null constraint incident_code_len check (length(code) between 1 and 40),
    title         text not null constraint incident_title_len check (length(title) between 1 and 300),
    family        text not null constraint incident_family check (family in ('network', 'data', 'fault', 'consultation')),
    facts         jsonb not null default '{}' constraint incident_facts_object check (jsonb_typeof(facts) = 'object'),
    grade         text constraint incident_grade check (grade in ('I', 'II', 'III', 'IV')),
    computed_grade text constraint incident_computed_grade check (computed_grade in ('I', 'II', 'III', 'IV')),
    level         text constraint incident_level_len check (length(level) <= 8), -- fault level A1..C+, entered by hand
    clauses       jsonb not null default '[]' constraint incident_clauses_list check (jsonb_typeof(clauses) = 'array'),
    state         text not null default 'open' constraint incident_state check (state in ('open', 'resolved', 'closed')),
    occurred_at   timestamptz not null,
    responded_at  timestamptz,
    remote_resolved_at timestamptz,
    onsite_requested_at timestamptz,
    arrived_at    timestamptz,
    resolved_at   timestamptz,
    version       integer not null default 1 constraint incident_version_range check (version >= 1),
    constraint incident_code_unique unique (contract_id, code),
    constraint incident_order check (responded_at >= occurred_at and arrived_at >= occurred_at
                                     and onsite_requested_at >= occurred_at and resolved_at >= occurred_at)
);

-- What a penalty rule may charge: recorded by hand, or made from an incident or from breaches.
create table penalty_case (
    id          bigint generated always as identity constraint penalty_case_pk primary key,
    contract_id bigint not null constraint penalty_case_contract_fk references contract (id),
    system_id   bigint constraint penalty_case_system_fk references system (id),
    code        text not null constraint penalty_case_code_len check (length(code) between 1 and 80),
    type        text not null constraint penalty_case_type_form check (type ~ '^[a-z][a-z_]{0,39}$'),
    occurred_on date not null,
    incident    text constraint penalty_case_incident_len check (length(incident) between 1 and 40),
    title       text not null constraint penalty_case_title_len check (length(title) between 1 and 300),
    attributes  jsonb not null default '{}' constraint penalty_case_attributes_object check (jsonb_typeof(attributes) = 'object'),
    breach_id   bigint constraint penalty_case_breach_fk references breach (id) constraint penalty_case_breach_unique unique,
    recorded_at timestamptz not null default business_now(),
    voided_at   timestamptz,
    constraint penalty_case_code_unique unique (contract_id, code)
);

-- A proposal. Amounts are never edited: a later fact makes a row with the next revision that supersedes this one.
create table penalty (
    id          bigint generated always as identity constraint penalty_pk primary key,
    contract_id bigint not null constraint penalty_contract_fk references contract (id),
    case_id     bigint not null constraint penalty_case_fk references penalty_case (id),
    clause      text not null constraint penalty_clause_len check (length(clause) between 1 and 40),
    revision    integer not null default 1 constraint penalty_revision_range check (revision >= 1),
    deduct_fen  bigint not null constraint penalty_deduct_range check (deduct_fen between 0 and 100000000000000),
    counted     integer not null default 1 constraint penalty_counted_range check (counted >= 0),   -- the n-th case of its row
    threshold   integer not null default 1 constraint penalty_threshold_range check (threshold >= 1),
    measures    jsonb not null default '[]' constraint penalty_measures_list check (jsonb_typeof(measures) = 'array'),
    proof       jsonb not null constraint penalty_proof_list check (jsonb_typeof(proof) = 'array'),
    pack_id     bigint not null constraint penalty_pack_fk references pack (id),
    state       text not null default 'proposed' constraint penalty_state check (
        state in ('proposed', 'notified', 'appealed', 'confirmed', 'waived', 'reversed', 'superseded')),
    proposed_at timestamptz not null default business_now(),
    version     integer not null default 1 constraint penalty_version_range check (version >= 1),
    constraint penalty_revision_unique unique (case_id, clause, revision)
);
create unique index penalty_current_idx on penalty (case_id, clause) where state <> 'superseded';
create index penalty_contract_idx on penalty (contract_id, state);

-- The ledger: planned by whoever rules, sent when its time has come and it is still true. The unique key is what
-- makes "never twice" a property of the table.
create table reminder (
    id           bigint generated always as identity constraint reminder_pk primary key,
    contract_id  bigint not null constraint reminder_contract_fk references contract (id),
    object_kind  text not null constraint reminder_object_len check (length(object_kind) between 1 and 40),
    object_id    bigint not null,
    rule         text not null constraint reminder_rule_form check (rule ~ '^[a-z][a-z0-9_]{0,39}$'),
    person_id    bigint not null constraint reminder_person_fk references person (id),
    channel      text not null constraint reminder_channel check (channel in ('app', 'mail')),
    due_version  integer not null constraint reminder_version_range check (due_version >= 1),
    plan_at      timestamptz not null,
    state        text not null default 'planned' constraint reminder_state check (
        state in ('planned', 'sending', 'sent', 'cancelled', 'failed')),
    attempts     integer not null default 0 constraint reminder_attempts_range check (attempts between 0 and 100),
    try_at       timestamptz not null,   -- plan_at, later after a failed try
    lease_until  timestamptz,            -- database clock; set while sending
    sent_at      timestamptz,
    late         boolean not null default false,
    uncertain    integer not null default 0 constraint reminder_uncertain_range check (uncertain >= 0), -- tries that may have arrived
    message_id   text constraint reminder_message_len check (length(message_id) <= 200),
    last_error   text constraint reminder_error_len check (length(last_error) <= 400),
    constraint reminder_once unique (object_kind, object_id, rule, person_id, channel, due_version),
    constraint reminder_sent_iff check ((state = 'sent') = (sent_at is not null))
) with (fillfactor = 80);
create index reminder_due_idx on reminder (channel, try_at) where state in ('planned', 'sending');
create index reminder_object_idx on reminder (object_kind, object_id);

create table notification (
    id          bigint generated always as identity constraint notification_pk primary key,
    reminder_id bigint not null constraint notification_reminder_fk references reminder (id)
                constraint notification_reminder_unique unique,
    person_id   bigint not null constraint notification_person_fk references person (id),
    title       text not null constraint notification_title_len check (length(title) between 1 and 300),
    body        text not null constraint notification_body_len check (length(body) between 1 and 8000),
    created_at  timestamptz not null default business_now(),
    read_at     timestamptz
);
create index notification_person_idx on notification (person_id, id);

create table export (
    id           bigint generated always as identity constraint export_pk primary key,
    contract_id  bigint not null constraint export_contract_fk references contract (id),
    kind         text not null constraint export_kind_form check (kind ~ '^[a-z]{1,20}$'),
    lang         text not null default 'zh' constraint export_lang check (lang in ('zh', 'en')),
    state        text not null default 'queued' constraint export_state check (
        state in ('queued', 'running', 'done', 'failed')),
    rows_done    bigint not null default 0 constraint export_done_range check (rows_done >= 0),
    rows_total   bigint not null default 0 constraint export_total_range check (rows_total >= 0),
    file         text constraint export_file_form check (file ~ '^[a-z0-9._-]{1,200}$'),
    sha256       text constraint export_sha256_len check (length(sha256) = 64),
    event_seq    bigint,
    error        text constraint export_error_len check (length(error) <= 400),
    requested_by text not null default current_actor()
                 constraint export_by_len check (length(requested_by) between 1 and 120),
    requested_at timestamptz not null default business_now(),
    finished_at  timestamptz,
    version      integer not null default 1 constraint export_version_range check (version >= 1),
    constraint export_done_iff check ((state = 'done') = (file is not null))
);
