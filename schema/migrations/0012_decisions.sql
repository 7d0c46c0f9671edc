-- 0012 decisions: what people decide about penalties, findings, phases and incidents, with who and why; penalties that state differences.
-- breaking: no
set local search_path = mlps;

-- One decision of a person about one row. Never changed: whoever changes his mind decides again.
create table decision (
    id           bigint generated always as identity constraint decision_pk primary key,
    contract_id  bigint not null constraint decision_contract_fk references contract (id),
    subject_kind text not null constraint decision_subject check (subject_kind in ('penalty', 'finding', 'phase', 'incident')),
    subject_id   bigint not null,
    move         text not null constraint decision_move_form check (move ~ '^[a-z][a-z_]{0,39}$'),
    decided_on   date not null,
    person_id    bigint not null constraint decision_person_fk references person (id), -- who decided
    note         text not null constraint decision_note_len check (length(note) between 1 and 4000),
    data         jsonb not null default '{}' constraint decision_data_object check (jsonb_typeof(data) = 'object'),
    recorded_at  timestamptz not null default business_now(),
    actor        text not null default current_actor() constraint decision_actor_len check (length(actor) between 1 and 120)
);
create index decision_subject_idx on decision (subject_kind, subject_id, id);
create trigger decision_append_only before update or delete or truncate on decision
    for each statement execute function refuse_change();

-- A penalty is what one revision adds to what stands for its case and clause: the sum over all revisions that are not
-- superseded is what is charged. What a person has confirmed, waived or reversed stands as it is: a later fact, a waiver or a
-- reversal is a row of its own that states the difference, which may be negative. `assessed_fen` is what the rule answered
-- for the case and clause as a whole when the row was made.
alter table penalty drop constraint penalty_deduct_range;
alter table penalty add constraint penalty_deduct_range check (deduct_fen between -100000000000000 and 100000000000000);
alter table penalty add column assessed_fen bigint
    constraint penalty_assessed_range check (assessed_fen between 0 and 100000000000000); -- null: deduct_fen
alter table penalty add column reverses bigint constraint penalty_reverses_fk references penalty (id)
    constraint penalty_reverses_unique unique;
alter table penalty add constraint penalty_negative_iff check (deduct_fen >= 0 or revision > 1);
drop index penalty_current_idx;
create unique index penalty_pending_idx on penalty (case_id, clause) where state in ('proposed', 'notified', 'appealed');
create trigger penalty_settled before update on penalty for each row
    when (old.state in ('confirmed', 'waived', 'reversed', 'superseded')
          or (new.deduct_fen, new.assessed_fen, new.counted) is distinct from (old.deduct_fen, old.assessed_fen, old.counted))
    execute function refuse_change();
create trigger penalty_kept before delete or truncate on penalty for each statement execute function refuse_change();

-- The grade an incident had and when it got it; the first row is its opening. The incident has the latest.
create table incident_grading (
    id             bigint generated always as identity constraint incident_grading_pk primary key,
    incident_id    bigint not null constraint incident_grading_incident_fk references incident (id),
    facts          jsonb not null constraint incident_grading_facts_object check (jsonb_typeof(facts) = 'object'),
    grade          text constraint incident_grading_grade check (grade in ('I', 'II', 'III', 'IV')),
    computed_grade text constraint incident_grading_computed check (computed_grade in ('I', 'II', 'III', 'IV')),
    level          text constraint incident_grading_level_len check (length(level) <= 8),
    clauses        jsonb not null constraint incident_grading_clauses_list check (jsonb_typeof(clauses) = 'array'),
    graded_at      timestamptz not null default business_now(),
    actor          text not null default current_actor() constraint incident_grading_actor_len check (length(actor) between 1 and 120)
);
create index incident_grading_incident_idx on incident_grading (incident_id, id);
insert into incident_grading (incident_id, facts, grade, computed_grade, level, clauses, graded_at)
select id, facts, grade, computed_grade, level, clauses, occurred_at from incident order by id;
create trigger incident_grading_append_only before update or delete or truncate on incident_grading
    for each statement execute function refuse_change();
alter table incident add column closed_at timestamptz;
alter table incident add constraint incident_closed_order check (closed_at >= resolved_at);
alter table incident add constraint incident_closed_iff check (state <> 'closed' or resolved_at is not null);

-- A risk that was accepted, and from when on it was; a finding that was opened again, and from when on its term counts anew.
alter table finding add column accepted_on date;
alter table finding add column reopened_on date;
alter table finding add constraint finding_accepted_iff check ((state = 'accepted') = (accepted_on is not null));

-- A phase may be skipped when it has begun.
alter table phase drop constraint phase_started_iff;
alter table phase add constraint phase_started_iff check (state = 'skipped' or (started_on is null) = (state = 'planned'));
