-- 0003 deadlines: the ledger of due dates, their clocks, rulings and the steps that come due; deliverables, payments.
-- breaking: no
set local search_path = mlps;

-- One thing that is due. Its dates are a copy of the current ruling, for reading and indexing only.
create table deadline (
    id           bigint generated always as identity constraint deadline_pk primary key,
    contract_id  bigint not null constraint deadline_contract_fk references contract (id),
    system_id    bigint constraint deadline_system_fk references system (id),
    code         text not null constraint deadline_code_len check (length(code) between 1 and 120), -- e.g. CLAUSE/12/1
    kind         text not null constraint deadline_kind check (kind in ('phase', 'finding', 'term', 'deliverable', 'sla')),
    clause       text not null constraint deadline_clause_len check (length(clause) between 1 and 40),
    title        text not null constraint deadline_title_len check (length(title) between 1 and 300),
    party        text not null default 'vendor' constraint deadline_party check (party in ('vendor', 'customer')),
    subject_kind text not null constraint deadline_subject_len check (length(subject_kind) between 1 and 40),
    subject_id   bigint not null,
    state        text not null default 'open' constraint deadline_state check (
        state in ('open', 'paused', 'breached', 'met', 'late', 'void')),
    due_on       date not null,
    due_at       timestamptz not null,   -- the last instant in time; a date ends at 24:00 in the contract's zone
    breach_at    timestamptz not null,   -- the first instant that is too late
    provisional  boolean not null default false,
    due_version  integer not null default 1 constraint deadline_due_version_range check (due_version >= 1),
    ruling_id    bigint,
    started_at   timestamptz not null,
    closed_at    timestamptz,
    breached_at  timestamptz,
    version      integer not null default 1 constraint deadline_version_range check (version >= 1),
    constraint deadline_code_unique unique (contract_id, code),
    constraint deadline_breach_order check (breach_at >= due_at),
    constraint deadline_closed_iff check ((state in ('met', 'late')) = (closed_at is not null)),
    constraint deadline_breached_iff check ((state in ('breached', 'late')) = (breached_at is not null))
) with (fillfactor = 85);
create index deadline_due_idx on deadline (contract_id, due_at) where state in ('open', 'paused', 'breached');
create index deadline_subject_idx on deadline (subject_kind, subject_id);
create index deadline_system_idx on deadline (system_id);

-- Append-only clock of a deadline; state is a fold over it.
create table clock_event (
    id          bigint generated always as identity constraint clock_event_pk primary key,
    deadline_id bigint not null constraint clock_event_deadline_fk references deadline (id),
    kind        text not null constraint clock_event_kind check (
        kind in ('start', 'pause', 'resume', 'retarget', 'stop', 'void')),
    occurred_at timestamptz not null,
    recorded_at timestamptz not null default business_now(),
    actor       text not null default current_actor()
                constraint clock_event_actor_len check (length(actor) between 1 and 120),
    data        jsonb not null default '{}' constraint clock_event_data_object check (jsonb_typeof(data) = 'object')
);
create index clock_event_deadline_idx on clock_event (deadline_id, occurred_at, id);
create trigger clock_event_append_only before update or delete or truncate on clock_event
    for each statement execute function refuse_change();

-- Why a deadline is due when it is; its version is the deadline's due_version. A later rule, calendar or fact makes a new row; the old one stays readable.
create table ruling (
    id          bigint generated always as identity constraint ruling_pk primary key,
    deadline_id bigint not null constraint ruling_deadline_fk references deadline (id),
    version     integer not null constraint ruling_version_range check (version >= 1),
    pack_id     bigint not null constraint ruling_pack_fk references pack (id),
    calendar_id bigint not null constraint ruling_calendar_fk references calendar_version (id),
    due_on      date not null,
    due_at      timestamptz not null,
    breach_at   timestamptz not null,
    provisional boolean not null,
    readings    jsonb not null default '{}' constraint ruling_readings_object check (jsonb_typeof(readings) = 'object'),
    proof       jsonb not null constraint ruling_proof_list check (jsonb_typeof(proof) = 'array'),
    made_at     timestamptz not null default business_now(),
    constraint ruling_version_unique unique (deadline_id, version)
);
create trigger ruling_append_only before update or delete or truncate on ruling
    for each statement execute function refuse_change();
alter table deadline add constraint deadline_ruling_fk foreign key (ruling_id) references ruling (id)
    deferrable initially deferred;

-- What comes due for a deadline and when: warnings, the breach, escalations. Moving, pausing or closing a deadline
-- cancels its planned steps in the same transaction. The partial index is the worker's wake-up.
create table deadline_step (
    deadline_id bigint not null constraint deadline_step_deadline_fk references deadline (id),
    due_version integer not null constraint deadline_step_version_range check (due_version >= 1),
    rule        text not null constraint deadline_step_rule_form check (rule ~ '^[a-z][a-z0-9_]{0,39}$'), -- warn_7, breach, overdue_3
    at          timestamptz not null,
    audience    text not null constraint deadline_step_audience check (
        audience in ('none', 'engineer', 'manager', 'customer', 'leader')),
    state       text not null default 'planned' constraint deadline_step_state check (
        state in ('planned', 'done', 'cancelled')),
    done_at     timestamptz,
    constraint deadline_step_pk primary key (deadline_id, due_version, rule),
    constraint deadline_step_done_iff check ((state = 'done') = (done_at is not null))
) with (fillfactor = 80);
create index deadline_step_due_idx on deadline_step (at) where state = 'planned';

create table breach (
    id          bigint generated always as identity constraint breach_pk primary key,
    deadline_id bigint not null constraint breach_deadline_fk references deadline (id),
    due_version integer not null constraint breach_version_range check (due_version >= 1),
    ruling_id   bigint not null constraint breach_ruling_fk references ruling (id),
    due_at      timestamptz not null,
    found_at    timestamptz not null default business_now(),
    constraint breach_unique unique (deadline_id, due_version)
);

create table deliverable (
    id           bigint generated always as identity constraint deliverable_pk primary key,
    contract_id  bigint not null constraint deliverable_contract_fk references contract (id),
    system_id    bigint constraint deliverable_system_fk references system (id),
    clause       text not null constraint deliverable_clause_len check (length(clause) between 1 and 40),
    title        text not null constraint deliverable_title_len check (length(title) between 1 and 300),
    occurrence   integer not null default 1 constraint deliverable_occurrence_range check (occurrence between 1 and 10000),
    form         text constraint deliverable_form_len check (length(form) <= 80),
    phase        integer constraint deliverable_phase_range check (phase between 1 and 20),
    deadline_id  bigint constraint deliverable_deadline_fk references deadline (id),
    state        text not null default 'required' constraint deliverable_state check (
        state in ('required', 'submitted', 'objected', 'accepted', 'signed')),
    submitted_on date,
    accepted_on  date,
    signed_on    date,
    sha256       text constraint deliverable_sha256_len check (length(sha256) = 64),
    submitted_by text constraint deliverable_by_len check (length(submitted_by) <= 100),
    signed_by    text constraint deliverable_signer_len check (length(signed_by) <= 100),
    version      integer not null default 1 constraint deliverable_version_range check (version >= 1),
    constraint deliverable_unique unique nulls not distinct (contract_id, clause, title, system_id, occurrence),
    constraint deliverable_submitted_iff check ((state = 'required') = (submitted_on is null)),
    constraint deliverable_signed_iff check ((state = 'signed') = (signed_on is not null))
);
create index deliverable_system_idx on deliverable (system_id);

create table payment (
    id          bigint generated always as identity constraint payment_pk primary key,
    contract_id bigint not null constraint payment_contract_fk references contract (id),
    clause      text not null constraint payment_clause_len check (length(clause) between 1 and 40),
    title       text not null constraint payment_title_len check (length(title) between 1 and 300),
    amount_fen  bigint not null constraint payment_amount_range check (amount_fen between 0 and 100000000000000),
    deadline_id bigint constraint payment_deadline_fk references deadline (id),
    paid_on     date,
    version     integer not null default 1 constraint payment_version_range check (version >= 1),
    constraint payment_clause_unique unique (contract_id, clause)
);

-- Contracts whose terms, deliverables or penalties must be worked out again. Writers bump `facts`; a worker that has
-- looked sets its own column to what it saw. The partial indexes hold only contracts with work.
create table contract_work (
    contract_id bigint constraint contract_work_pk primary key
                constraint contract_work_contract_fk references contract (id),
    facts       bigint not null default 1 constraint contract_work_facts_range check (facts >= 1),
    scheduled   bigint not null default 0,
    assessed    bigint not null default 0,
    schedule_at timestamptz -- when the horizon moves on; null: not planned
) with (fillfactor = 70);
create index contract_work_schedule_idx on contract_work (contract_id) where scheduled < facts;
create index contract_work_assess_idx on contract_work (contract_id) where assessed < facts;
