CREATE SCHEMA mlps;
CREATE FUNCTION mlps.assessed_by_cycle(of_contract bigint) RETURNS TABLE(system_id bigint, occurred_at timestamp with time zone)
    LANGUAGE sql STABLE
    AS $$
    select c.system_id, coalesce(held.assessed_on, c.ended_on)::timestamp at time zone k.zone
      from mlps.contract k
      join mlps.system y on y.contract_id = k.id
      join mlps.cycle c on c.system_id = y.id and c.state = 'done'
      left join lateral (
        select a.assessed_on from mlps.assessment a
         where a.cycle_id = c.id and a.kind <> 'interim' order by a.id desc limit 1) as held on true
     where k.id = of_contract
       and not exists (
           select from mlps.fact f
            where f.contract_id = k.id and f.system_id = c.system_id and f.name = 'assessed' and f.voids is null
              and f.occurred_at >= c.started_on::timestamp at time zone k.zone
              and f.occurred_at < (c.ended_on + 91)::timestamp at time zone k.zone
              and not exists (select from mlps.fact v where v.voids = f.id))
$$;
CREATE FUNCTION mlps.audience_ways(of_contract bigint, of_audience text, of_system bigint) RETURNS TABLE(person_id bigint, channel text, channel_id bigint)
    LANGUAGE sql STABLE
    AS $$
    select p.id, way.channel, way.channel_id
      from mlps.person p
      left join mlps.system y on y.id = of_system
     cross join lateral (
        select 'app' as channel, null::bigint as channel_id
        union all
        select 'mail', null where p.email is not null
        union all
        select * from (
            select distinct on (rc.channel) rc.channel, rc.id from mlps.reminder_channel rc
             where rc.contract_id = of_contract and rc.enabled and (rc.audience is null or of_audience = any (rc.audience))
             order by rc.channel, rc.id) as robot) as way
     where p.contract_id = of_contract and p.role = of_audience and p.active
       and (p.team_id = y.team_id
            or not exists (select from mlps.person t
                            where t.contract_id = of_contract and t.role = of_audience and t.active and t.team_id = y.team_id))
$$;
CREATE FUNCTION mlps.business_now() RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return coalesce(nullif(current_setting('mlps.now', true), '')::timestamptz, clock_timestamp());
end $$;
CREATE FUNCTION mlps.current_actor() RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select coalesce(nullif(current_setting('mlps.account', true), ''), session_user::text)
$$;
CREATE FUNCTION mlps.event_added(by_transaction xid8) RETURNS boolean
    LANGUAGE sql
    AS $$
    select exists (select from mlps.event e where e.xid = by_transaction)
$$;
CREATE FUNCTION mlps.event_horizon() RETURNS xid8
    LANGUAGE sql STABLE
    AS $$
    with owned as materialized (
        select l.transactionid, a.datname
          from pg_locks l left join pg_stat_activity a on a.pid = l.pid
         where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted)
    select coalesce(min(running), pg_snapshot_xmax(pg_current_snapshot()))
      from pg_snapshot_xip(pg_current_snapshot()) as running
      left join owned o on o.transactionid = running::xid
     where case when o.datname is not null then o.datname = current_database()
                when pg_xact_status(running) in ('committed', 'aborted') and current_setting('transaction_isolation') = 'read committed'
                then mlps.event_added(running)
                else true end
$$;
CREATE FUNCTION mlps.instant_text(at timestamp with time zone, zone text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select to_char(at at time zone zone, 'YYYY-MM-DD"T"HH24:MI:SS')
           || case when at at time zone zone < at at time zone 'UTC' then '-' else '+' end
           || to_char(greatest(at at time zone zone - at at time zone 'UTC',
                               at at time zone 'UTC' - at at time zone zone), 'HH24:MI')
$$;
CREATE FUNCTION mlps.job_turn(of_queue text, most bigint, of_lease bigint, of_worker text, lease_ms bigint, kinds text[], done_attempts bigint[], done_firsts bigint[], done_lasts bigint[]) RETURNS TABLE(id bigint, kind text, payload jsonb, attempt smallint, max_attempts smallint)
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
    held int8multirange;    -- what the lease holds already
    taken int8multirange;   -- what other leases hold, and ours: not to be picked
    ours int8multirange;    -- what it gets
    done bigint;
    ids bigint[];           -- what was picked, column by column
    some_kinds text[];
    payloads jsonb[];
    attempts smallint[];
    limits smallint[];
begin
    select (array_agg(l.jobs) filter (where l.id = of_lease))[1], coalesce(range_agg(l.jobs) filter (where l.id <> of_lease), '{}')
      into held, taken
      from mlps.job_lease l where l.queue = of_queue;
    if done_firsts is not null and held is not null then
        delete from mlps.job j
         using unnest(done_attempts, done_firsts, done_lasts) as d (attempt, first, last)
         where j.id between d.first and d.last and j.attempt = d.attempt - 1 and held @> j.id;
        get diagnostics done = row_count;
        insert into mlps.job_tally (queue, outcome, jobs) values (of_queue, 'done', done);
        held := held - (select range_agg(int8range(d.first, d.last, '[]')) from unnest(done_firsts, done_lasts) as d (first, last));
    end if;
    taken := taken + coalesce(held, '{}');
    select array_agg(p.id), array_agg(p.kind), array_agg(p.payload), array_agg(p.attempt), array_agg(p.max_attempts),
           case when count(*) = 0 then '{}'
                when max(p.id) - min(p.id) + 1 = count(*) then int8multirange(int8range(min(p.id), max(p.id), '[]')) end
      into ids, some_kinds, payloads, attempts, limits, ours
      from (select j.id, j.kind, j.payload, j.attempt, j.max_attempts from mlps.job j
             where j.queue = of_queue and j.ready
               and (kinds is null or j.kind = any (kinds))
               and not taken @> j.id
               and (j.serial is null
                    or not exists (select from mlps.job o where o.queue = j.queue and o.serial = j.serial and o.id < j.id))
             order by j.turn
             limit most
               for update of j skip locked) as p;
    if ours is null then
        ours := (select range_agg(int8range(i, i, '[]')) from unnest(ids) as i);
    end if;
    ours := ours - coalesce((select range_agg(h) from mlps.job_lease l, unnest(l.jobs) as h
                              where l.queue = of_queue and l.id <> of_lease and l.jobs && ours), '{}');
    if held is not null then
        update mlps.job_lease l
           set until = clock_timestamp() + lease_ms * interval '1 millisecond', jobs = held + ours
         where l.id = of_lease;
        if not found then -- swept away while we were at work: nothing of this turn may hold
            raise exception 'the lease has expired' using errcode = '40001';
        end if;
    elsif not isempty(ours) then
        insert into mlps.job_lease (id, queue, worker, until, jobs)
        values (of_lease, of_queue, of_worker, clock_timestamp() + lease_ms * interval '1 millisecond', ours);
    end if;
    return query
    select p.* from unnest(ids, some_kinds, payloads, attempts, limits) as p (id, kind, payload, attempt, max_attempts)
     where ours @> p.id;
end $$;
CREATE FUNCTION mlps.penalty_notice_plan(of_penalty bigint) RETURNS bigint
    LANGUAGE sql
    AS $$
    with planned as (
        insert into mlps.reminder (contract_id, object_kind, object_id, rule, person_id, channel, channel_id, due_version,
                                   plan_at, try_at)
        select p.contract_id, 'penalty', p.id, 'notice', way.person_id, way.channel, way.channel_id, p.revision,
               mlps.business_now(), mlps.business_now()
          from mlps.penalty p
          join mlps.penalty_case k on k.id = p.case_id
         cross join (values ('manager'), ('leader')) as told (role)
         cross join lateral mlps.audience_ways(p.contract_id, told.role, k.system_id) as way
         where p.id = of_penalty and way.channel_id is null
         order by way.person_id, way.channel
        on conflict on constraint reminder_once do nothing
        returning id)
    select count(*) from planned
$$;
CREATE FUNCTION mlps.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'rows of % are never changed', tg_table_name using errcode = 'MP001';
end $$;
CREATE TABLE mlps.account (
    id bigint NOT NULL,
    name text NOT NULL,
    token_hash text NOT NULL,
    added_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    added_by text DEFAULT mlps.current_actor() NOT NULL,
    revoked_at timestamp with time zone,
    revoked_by text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT account_adder_len CHECK (((length(added_by) >= 1) AND (length(added_by) <= 120))),
    CONSTRAINT account_name_form CHECK ((name ~ '^[a-z][a-z0-9._-]{1,39}$'::text)),
    CONSTRAINT account_revoked_iff CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
    CONSTRAINT account_revoker_len CHECK (((length(revoked_by) >= 1) AND (length(revoked_by) <= 120))),
    CONSTRAINT account_token_form CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT account_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.account_person (
    account_id bigint NOT NULL,
    contract_id bigint NOT NULL,
    person_id bigint NOT NULL,
    bound_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    bound_by text DEFAULT mlps.current_actor() NOT NULL,
    CONSTRAINT account_person_binder_len CHECK (((length(bound_by) >= 1) AND (length(bound_by) <= 120)))
);
CREATE TABLE mlps.assessment (
    id bigint NOT NULL,
    cycle_id bigint NOT NULL,
    phase_id bigint NOT NULL,
    kind text NOT NULL,
    round integer NOT NULL,
    assessed_on date NOT NULL,
    score_bp integer NOT NULL,
    high_risk_open integer NOT NULL,
    passed boolean NOT NULL,
    CONSTRAINT assessment_high_range CHECK (((high_risk_open >= 0) AND (high_risk_open <= 10000))),
    CONSTRAINT assessment_kind CHECK ((kind = ANY (ARRAY['initial'::text, 'interim'::text, 'recheck'::text]))),
    CONSTRAINT assessment_round_range CHECK (((round >= 1) AND (round <= 99))),
    CONSTRAINT assessment_score_range CHECK (((score_bp >= 0) AND (score_bp <= 10000)))
);
ALTER TABLE mlps.assessment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.assessment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.breach (
    id bigint NOT NULL,
    deadline_id bigint NOT NULL,
    due_version integer NOT NULL,
    ruling_id bigint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    found_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    CONSTRAINT breach_version_range CHECK ((due_version >= 1))
);
ALTER TABLE mlps.breach ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.breach_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.calendar_day (
    calendar_id bigint NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    CONSTRAINT calendar_day_kind CHECK ((kind = ANY (ARRAY['holiday'::text, 'makeup'::text]))),
    CONSTRAINT calendar_day_name_len CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);
CREATE TABLE mlps.calendar_feed (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    team_id bigint,
    person_id bigint,
    token_hash text NOT NULL,
    issued_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    issued_by text DEFAULT mlps.current_actor() NOT NULL,
    revoked_at timestamp with time zone,
    revoked_by text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT calendar_feed_issuer_len CHECK (((length(issued_by) >= 1) AND (length(issued_by) <= 120))),
    CONSTRAINT calendar_feed_one_owner CHECK (((team_id IS NULL) OR (person_id IS NULL))),
    CONSTRAINT calendar_feed_revoked_iff CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
    CONSTRAINT calendar_feed_revoker_len CHECK (((length(revoked_by) >= 1) AND (length(revoked_by) <= 120))),
    CONSTRAINT calendar_feed_token_form CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT calendar_feed_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.calendar_feed ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.calendar_feed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.calendar_version (
    id bigint NOT NULL,
    code text NOT NULL,
    version text NOT NULL,
    loaded_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    CONSTRAINT calendar_version_code_len CHECK (((length(code) >= 1) AND (length(code) <= 40))),
    CONSTRAINT calendar_version_len CHECK (((length(version) >= 1) AND (length(version) <= 80)))
);
ALTER TABLE mlps.calendar_version ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.calendar_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.clock_event (
    id bigint NOT NULL,
    deadline_id bigint NOT NULL,
    kind text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    actor text DEFAULT mlps.current_actor() NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT clock_event_actor_len CHECK (((length(actor) >= 1) AND (length(actor) <= 120))),
    CONSTRAINT clock_event_data_object CHECK ((jsonb_typeof(data) = 'object'::text)),
    CONSTRAINT clock_event_kind CHECK ((kind = ANY (ARRAY['start'::text, 'pause'::text, 'resume'::text, 'retarget'::text, 'stop'::text, 'void'::text])))
);
ALTER TABLE mlps.clock_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.clock_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.contract (
    id bigint NOT NULL,
    code text NOT NULL,
    pack_id bigint NOT NULL,
    calendar_id bigint NOT NULL,
    title text NOT NULL,
    customer text NOT NULL,
    total_fen bigint NOT NULL,
    signed_on date NOT NULL,
    service_from date NOT NULL,
    service_to date NOT NULL,
    zone text NOT NULL,
    readings jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text DEFAULT 'active'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT contract_code_form CHECK ((code ~ '^[a-z0-9][a-z0-9-]{0,79}$'::text)),
    CONSTRAINT contract_customer_len CHECK (((length(customer) >= 1) AND (length(customer) <= 300))),
    CONSTRAINT contract_period_order CHECK ((service_to >= service_from)),
    CONSTRAINT contract_readings_object CHECK ((jsonb_typeof(readings) = 'object'::text)),
    CONSTRAINT contract_state CHECK ((state = ANY (ARRAY['active'::text, 'closed'::text]))),
    CONSTRAINT contract_title_len CHECK (((length(title) >= 1) AND (length(title) <= 300))),
    CONSTRAINT contract_total_range CHECK (((total_fen >= 0) AND (total_fen <= '100000000000000'::bigint))),
    CONSTRAINT contract_version_range CHECK ((version >= 1)),
    CONSTRAINT contract_zone_len CHECK (((length(zone) >= 1) AND (length(zone) <= 40)))
);
ALTER TABLE mlps.contract ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.contract_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.contract_work (
    contract_id bigint NOT NULL,
    facts bigint DEFAULT 1 NOT NULL,
    scheduled bigint DEFAULT 0 NOT NULL,
    assessed bigint DEFAULT 0 NOT NULL,
    schedule_at timestamp with time zone,
    CONSTRAINT contract_work_facts_range CHECK ((facts >= 1))
)
WITH (fillfactor='70');
CREATE TABLE mlps.cycle (
    id bigint NOT NULL,
    system_id bigint NOT NULL,
    number integer NOT NULL,
    pack_id bigint NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    state text DEFAULT 'open'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT cycle_end_order CHECK ((ended_on >= started_on)),
    CONSTRAINT cycle_number_range CHECK ((number >= 1)),
    CONSTRAINT cycle_state CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'cancelled'::text]))),
    CONSTRAINT cycle_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.cycle ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.cycle_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.deadline (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    system_id bigint,
    code text NOT NULL,
    kind text NOT NULL,
    clause text NOT NULL,
    title text NOT NULL,
    party text DEFAULT 'vendor'::text NOT NULL,
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    due_on date NOT NULL,
    due_at timestamp with time zone NOT NULL,
    breach_at timestamp with time zone NOT NULL,
    provisional boolean DEFAULT false NOT NULL,
    due_version integer DEFAULT 1 NOT NULL,
    ruling_id bigint,
    started_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    breached_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    calendar_id bigint,
    CONSTRAINT deadline_breach_order CHECK ((breach_at >= due_at)),
    CONSTRAINT deadline_breached_iff CHECK (((state = ANY (ARRAY['breached'::text, 'late'::text])) = (breached_at IS NOT NULL))),
    CONSTRAINT deadline_clause_len CHECK (((length(clause) >= 1) AND (length(clause) <= 40))),
    CONSTRAINT deadline_closed_iff CHECK (((state = ANY (ARRAY['met'::text, 'late'::text])) = (closed_at IS NOT NULL))),
    CONSTRAINT deadline_code_len CHECK (((length(code) >= 1) AND (length(code) <= 120))),
    CONSTRAINT deadline_due_version_range CHECK ((due_version >= 1)),
    CONSTRAINT deadline_kind CHECK ((kind = ANY (ARRAY['phase'::text, 'finding'::text, 'term'::text, 'deliverable'::text, 'sla'::text, 'task'::text]))),
    CONSTRAINT deadline_party CHECK ((party = ANY (ARRAY['vendor'::text, 'customer'::text]))),
    CONSTRAINT deadline_state CHECK ((state = ANY (ARRAY['open'::text, 'paused'::text, 'breached'::text, 'met'::text, 'late'::text, 'void'::text]))),
    CONSTRAINT deadline_subject_len CHECK (((length(subject_kind) >= 1) AND (length(subject_kind) <= 40))),
    CONSTRAINT deadline_title_len CHECK (((length(title) >= 1) AND (length(title) <= 300))),
    CONSTRAINT deadline_version_range CHECK ((version >= 1))
)
WITH (fillfactor='85');
ALTER TABLE mlps.deadline ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.deadline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.deadline_step (
    deadline_id bigint NOT NULL,
    due_version integer NOT NULL,
    rule text NOT NULL,
    at timestamp with time zone NOT NULL,
    audience text NOT NULL,
    state text DEFAULT 'planned'::text NOT NULL,
    done_at timestamp with time zone,
    CONSTRAINT deadline_step_audience CHECK ((audience = ANY (ARRAY['none'::text, 'engineer'::text, 'manager'::text, 'customer'::text, 'leader'::text]))),
    CONSTRAINT deadline_step_done_iff CHECK (((state = 'done'::text) = (done_at IS NOT NULL))),
    CONSTRAINT deadline_step_rule_form CHECK ((rule ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
    CONSTRAINT deadline_step_state CHECK ((state = ANY (ARRAY['planned'::text, 'done'::text, 'cancelled'::text]))),
    CONSTRAINT deadline_step_version_range CHECK ((due_version >= 1))
)
WITH (fillfactor='80');
CREATE TABLE mlps.decision (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    move text NOT NULL,
    decided_on date NOT NULL,
    person_id bigint NOT NULL,
    note text NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    recorded_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    actor text DEFAULT mlps.current_actor() NOT NULL,
    CONSTRAINT decision_actor_len CHECK (((length(actor) >= 1) AND (length(actor) <= 120))),
    CONSTRAINT decision_data_object CHECK ((jsonb_typeof(data) = 'object'::text)),
    CONSTRAINT decision_move_form CHECK ((move ~ '^[a-z][a-z_]{0,39}$'::text)),
    CONSTRAINT decision_note_len CHECK (((length(note) >= 1) AND (length(note) <= 4000))),
    CONSTRAINT decision_subject CHECK ((subject_kind = ANY (ARRAY['penalty'::text, 'finding'::text, 'phase'::text, 'incident'::text])))
);
ALTER TABLE mlps.decision ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.deliverable (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    system_id bigint,
    clause text NOT NULL,
    title text NOT NULL,
    occurrence integer DEFAULT 1 NOT NULL,
    form text,
    phase integer,
    deadline_id bigint,
    state text DEFAULT 'required'::text NOT NULL,
    submitted_on date,
    accepted_on date,
    signed_on date,
    sha256 text,
    submitted_by text,
    signed_by text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT deliverable_by_len CHECK ((length(submitted_by) <= 100)),
    CONSTRAINT deliverable_clause_len CHECK (((length(clause) >= 1) AND (length(clause) <= 40))),
    CONSTRAINT deliverable_form_len CHECK ((length(form) <= 80)),
    CONSTRAINT deliverable_occurrence_range CHECK (((occurrence >= 1) AND (occurrence <= 10000))),
    CONSTRAINT deliverable_phase_range CHECK (((phase >= 1) AND (phase <= 20))),
    CONSTRAINT deliverable_sha256_len CHECK ((length(sha256) = 64)),
    CONSTRAINT deliverable_signed_iff CHECK (((state = 'signed'::text) = (signed_on IS NOT NULL))),
    CONSTRAINT deliverable_signer_len CHECK ((length(signed_by) <= 100)),
    CONSTRAINT deliverable_state CHECK ((state = ANY (ARRAY['required'::text, 'submitted'::text, 'objected'::text, 'accepted'::text, 'signed'::text]))),
    CONSTRAINT deliverable_submitted_iff CHECK (((state = 'required'::text) = (submitted_on IS NULL))),
    CONSTRAINT deliverable_title_len CHECK (((length(title) >= 1) AND (length(title) <= 300))),
    CONSTRAINT deliverable_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.deliverable ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.deliverable_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.event (
    seq bigint NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    kind text NOT NULL,
    contract text,
    subject_kind text NOT NULL,
    subject_id bigint NOT NULL,
    actor text DEFAULT mlps.current_actor() NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT event_actor_len CHECK (((length(actor) >= 1) AND (length(actor) <= 120))),
    CONSTRAINT event_contract_len CHECK (((length(contract) >= 1) AND (length(contract) <= 80))),
    CONSTRAINT event_data_object CHECK ((jsonb_typeof(data) = 'object'::text)),
    CONSTRAINT event_kind_len CHECK (((length(kind) >= 1) AND (length(kind) <= 80))),
    CONSTRAINT event_subject_len CHECK (((length(subject_kind) >= 1) AND (length(subject_kind) <= 40)))
);
ALTER TABLE mlps.event ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.event_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.export (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    kind text NOT NULL,
    lang text DEFAULT 'zh'::text NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    rows_done bigint DEFAULT 0 NOT NULL,
    rows_total bigint DEFAULT 0 NOT NULL,
    file text,
    sha256 text,
    event_seq bigint,
    error text,
    requested_by text DEFAULT mlps.current_actor() NOT NULL,
    requested_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    finished_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT export_by_len CHECK (((length(requested_by) >= 1) AND (length(requested_by) <= 120))),
    CONSTRAINT export_done_iff CHECK (((state = 'done'::text) = (file IS NOT NULL))),
    CONSTRAINT export_done_range CHECK ((rows_done >= 0)),
    CONSTRAINT export_error_len CHECK ((length(error) <= 400)),
    CONSTRAINT export_file_form CHECK ((file ~ '^[a-z0-9._-]{1,200}$'::text)),
    CONSTRAINT export_kind_form CHECK ((kind ~ '^[a-z]{1,20}$'::text)),
    CONSTRAINT export_lang CHECK ((lang = ANY (ARRAY['zh'::text, 'en'::text]))),
    CONSTRAINT export_sha256_len CHECK ((length(sha256) = 64)),
    CONSTRAINT export_state CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text]))),
    CONSTRAINT export_total_range CHECK ((rows_total >= 0)),
    CONSTRAINT export_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.export ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.export_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.fact (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    clause text,
    system_id bigint,
    name text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    voids bigint,
    unit text,
    receipt_id bigint,
    CONSTRAINT fact_clause_len CHECK (((length(clause) >= 1) AND (length(clause) <= 40))),
    CONSTRAINT fact_name_form CHECK ((name ~ '^[a-z][a-z0-9_]{0,59}$'::text)),
    CONSTRAINT fact_unit_len CHECK (((length(unit) >= 1) AND (length(unit) <= 300)))
);
ALTER TABLE mlps.fact ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.fact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.finding (
    id bigint NOT NULL,
    cycle_id bigint NOT NULL,
    round integer NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    control_point text NOT NULL,
    risk text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    found_on date NOT NULL,
    fixed_on date,
    verified_on date,
    version integer DEFAULT 1 NOT NULL,
    accepted_on date,
    reopened_on date,
    CONSTRAINT finding_accepted_iff CHECK (((state = 'accepted'::text) = (accepted_on IS NOT NULL))),
    CONSTRAINT finding_code_form CHECK ((code ~ '^[A-Z][0-9]{3,6}$'::text)),
    CONSTRAINT finding_fixed_iff CHECK (((state = ANY (ARRAY['open'::text, 'accepted'::text])) OR (fixed_on IS NOT NULL))),
    CONSTRAINT finding_point_len CHECK (((length(control_point) >= 1) AND (length(control_point) <= 120))),
    CONSTRAINT finding_risk CHECK ((risk = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
    CONSTRAINT finding_round_range CHECK (((round >= 1) AND (round <= 99))),
    CONSTRAINT finding_state CHECK ((state = ANY (ARRAY['open'::text, 'fixed'::text, 'verified'::text, 'accepted'::text]))),
    CONSTRAINT finding_title_len CHECK (((length(title) >= 1) AND (length(title) <= 300))),
    CONSTRAINT finding_verified_iff CHECK (((state = 'verified'::text) = (verified_on IS NOT NULL))),
    CONSTRAINT finding_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.finding ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.finding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.idempotency (
    service text NOT NULL,
    key text NOT NULL,
    op text NOT NULL,
    args_hash text NOT NULL,
    reply jsonb,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT idempotency_hash_len CHECK ((length(args_hash) = 32)),
    CONSTRAINT idempotency_key_len CHECK (((length(key) >= 1) AND (length(key) <= 128))),
    CONSTRAINT idempotency_op_len CHECK (((length(op) >= 1) AND (length(op) <= 64))),
    CONSTRAINT idempotency_service_len CHECK (((length(service) >= 1) AND (length(service) <= 40)))
)
WITH (fillfactor='80');
CREATE TABLE mlps.incident (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    system_id bigint,
    code text NOT NULL,
    title text NOT NULL,
    family text NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    grade text,
    computed_grade text,
    level text,
    clauses jsonb DEFAULT '[]'::jsonb NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    responded_at timestamp with time zone,
    remote_resolved_at timestamp with time zone,
    onsite_requested_at timestamp with time zone,
    arrived_at timestamp with time zone,
    resolved_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT incident_clauses_list CHECK ((jsonb_typeof(clauses) = 'array'::text)),
    CONSTRAINT incident_closed_iff CHECK (((state <> 'closed'::text) OR (resolved_at IS NOT NULL))),
    CONSTRAINT incident_closed_order CHECK ((closed_at >= resolved_at)),
    CONSTRAINT incident_code_len CHECK (((length(code) >= 1) AND (length(code) <= 40))),
    CONSTRAINT incident_computed_grade CHECK ((computed_grade = ANY (ARRAY['I'::text, 'II'::text, 'III'::text, 'IV'::text]))),
    CONSTRAINT incident_facts_object CHECK ((jsonb_typeof(facts) = 'object'::text)),
    CONSTRAINT incident_family CHECK ((family = ANY (ARRAY['network'::text, 'data'::text, 'fault'::text, 'consultation'::text]))),
    CONSTRAINT incident_grade CHECK ((grade = ANY (ARRAY['I'::text, 'II'::text, 'III'::text, 'IV'::text]))),
    CONSTRAINT incident_level_len CHECK ((length(level) <= 8)),
    CONSTRAINT incident_order CHECK (((responded_at >= occurred_at) AND (arrived_at >= occurred_at) AND (onsite_requested_at >= occurred_at) AND (resolved_at >= occurred_at))),
    CONSTRAINT incident_state CHECK ((state = ANY (ARRAY['open'::text, 'resolved'::text, 'closed'::text]))),
    CONSTRAINT incident_title_len CHECK (((length(title) >= 1) AND (length(title) <= 300))),
    CONSTRAINT incident_version_range CHECK ((version >= 1))
);
CREATE TABLE mlps.incident_grading (
    id bigint NOT NULL,
    incident_id bigint NOT NULL,
    facts jsonb NOT NULL,
    grade text,
    computed_grade text,
    level text,
    clauses jsonb NOT NULL,
    graded_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    actor text DEFAULT mlps.current_actor() NOT NULL,
    CONSTRAINT incident_grading_actor_len CHECK (((length(actor) >= 1) AND (length(actor) <= 120))),
    CONSTRAINT incident_grading_clauses_list CHECK ((jsonb_typeof(clauses) = 'array'::text)),
    CONSTRAINT incident_grading_computed CHECK ((computed_grade = ANY (ARRAY['I'::text, 'II'::text, 'III'::text, 'IV'::text]))),
    CONSTRAINT incident_grading_facts_object CHECK ((jsonb_typeof(facts) = 'object'::text)),
    CONSTRAINT incident_grading_grade CHECK ((grade = ANY (ARRAY['I'::text, 'II'::text, 'III'::text, 'IV'::text]))),
    CONSTRAINT incident_grading_level_len CHECK ((length(level) <= 8))
);
ALTER TABLE mlps.incident_grading ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.incident_grading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE mlps.incident ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.incident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.job (
    id bigint NOT NULL,
    turn timestamp with time zone NOT NULL,
    priority smallint NOT NULL,
    attempt smallint DEFAULT 0 NOT NULL,
    max_attempts smallint NOT NULL,
    ready boolean NOT NULL,
    queue text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    payload jsonb NOT NULL,
    key text COLLATE pg_catalog."C",
    serial text COLLATE pg_catalog."C",
    last_error text,
    CONSTRAINT job_attempt_range CHECK ((attempt >= 0)),
    CONSTRAINT job_error_len CHECK ((length(last_error) <= 400)),
    CONSTRAINT job_key_len CHECK (((length(key) >= 1) AND (length(key) <= 200))),
    CONSTRAINT job_kind_len CHECK (((length(kind) >= 1) AND (length(kind) <= 60))),
    CONSTRAINT job_max_range CHECK (((max_attempts >= 1) AND (max_attempts <= 100))),
    CONSTRAINT job_payload_object CHECK ((jsonb_typeof(payload) = 'object'::text)),
    CONSTRAINT job_priority_range CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT job_queue_len CHECK (((length(queue) >= 1) AND (length(queue) <= 40))),
    CONSTRAINT job_serial_len CHECK (((length(serial) >= 1) AND (length(serial) <= 200)))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='2000', autovacuum_vacuum_insert_scale_factor='0.2', autovacuum_analyze_scale_factor='0.05', autovacuum_vacuum_cost_delay='0');
CREATE TABLE mlps.job_dead (
    id bigint NOT NULL,
    queue text NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    key text,
    serial text,
    priority integer NOT NULL,
    attempt integer NOT NULL,
    max_attempts integer NOT NULL,
    last_error text NOT NULL,
    died_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE mlps.job ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.job_lease (
    id bigint NOT NULL,
    queue text NOT NULL COLLATE pg_catalog."C",
    worker text NOT NULL,
    until timestamp with time zone NOT NULL,
    jobs int8multirange NOT NULL,
    CONSTRAINT job_lease_queue_len CHECK (((length(queue) >= 1) AND (length(queue) <= 40))),
    CONSTRAINT job_lease_worker_len CHECK (((length(worker) >= 1) AND (length(worker) <= 120)))
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0');
CREATE TABLE mlps.job_tally (
    queue text NOT NULL,
    outcome text NOT NULL,
    jobs bigint NOT NULL,
    CONSTRAINT job_tally_outcome CHECK ((outcome = ANY (ARRAY['enqueued'::text, 'requeued'::text, 'done'::text, 'dead'::text, 'cancelled'::text]))),
    CONSTRAINT job_tally_queue_len CHECK (((length(queue) >= 1) AND (length(queue) <= 40))),
    CONSTRAINT job_tally_range CHECK ((jobs >= 0))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='2000');
CREATE TABLE mlps.notification (
    id bigint NOT NULL,
    reminder_id bigint NOT NULL,
    person_id bigint NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    read_at timestamp with time zone,
    read_by text,
    read_on_behalf boolean,
    CONSTRAINT notification_behalf_iff CHECK (((read_at IS NULL) = (read_on_behalf IS NULL))),
    CONSTRAINT notification_body_len CHECK (((length(body) >= 1) AND (length(body) <= 8000))),
    CONSTRAINT notification_read_iff CHECK (((read_at IS NULL) = (read_by IS NULL))),
    CONSTRAINT notification_read_order CHECK ((read_at >= created_at)),
    CONSTRAINT notification_reader_len CHECK (((length(read_by) >= 1) AND (length(read_by) <= 120))),
    CONSTRAINT notification_title_len CHECK (((length(title) >= 1) AND (length(title) <= 300)))
);
ALTER TABLE mlps.notification ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.pack (
    id bigint NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    sha256 text NOT NULL,
    body text NOT NULL,
    loaded_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    CONSTRAINT pack_body_len CHECK (((length(body) >= 1) AND (length(body) <= 2097152))),
    CONSTRAINT pack_name_len CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT pack_sha256_len CHECK ((length(sha256) = 64)),
    CONSTRAINT pack_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.pack ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.pack_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.payment (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    clause text NOT NULL,
    title text NOT NULL,
    amount_fen bigint NOT NULL,
    deadline_id bigint,
    paid_on date,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT payment_amount_range CHECK (((amount_fen >= 0) AND (amount_fen <= '100000000000000'::bigint))),
    CONSTRAINT payment_clause_len CHECK (((length(clause) >= 1) AND (length(clause) <= 40))),
    CONSTRAINT payment_title_len CHECK (((length(title) >= 1) AND (length(title) <= 300))),
    CONSTRAINT payment_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.payment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.penalty (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    case_id bigint NOT NULL,
    clause text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    deduct_fen bigint NOT NULL,
    counted integer DEFAULT 1 NOT NULL,
    threshold integer DEFAULT 1 NOT NULL,
    measures jsonb DEFAULT '[]'::jsonb NOT NULL,
    proof jsonb NOT NULL,
    pack_id bigint NOT NULL,
    state text DEFAULT 'proposed'::text NOT NULL,
    proposed_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    assessed_fen bigint,
    reverses bigint,
    CONSTRAINT penalty_assessed_range CHECK (((assessed_fen >= 0) AND (assessed_fen <= '100000000000000'::bigint))),
    CONSTRAINT penalty_clause_len CHECK (((length(clause) >= 1) AND (length(clause) <= 40))),
    CONSTRAINT penalty_counted_range CHECK ((counted >= 0)),
    CONSTRAINT penalty_deduct_range CHECK (((deduct_fen >= '-100000000000000'::bigint) AND (deduct_fen <= '100000000000000'::bigint))),
    CONSTRAINT penalty_measures_list CHECK ((jsonb_typeof(measures) = 'array'::text)),
    CONSTRAINT penalty_negative_iff CHECK (((deduct_fen >= 0) OR (revision > 1))),
    CONSTRAINT penalty_proof_list CHECK ((jsonb_typeof(proof) = 'array'::text)),
    CONSTRAINT penalty_revision_range CHECK ((revision >= 1)),
    CONSTRAINT penalty_state CHECK ((state = ANY (ARRAY['proposed'::text, 'notified'::text, 'appealed'::text, 'confirmed'::text, 'waived'::text, 'reversed'::text, 'superseded'::text]))),
    CONSTRAINT penalty_threshold_range CHECK ((threshold >= 1)),
    CONSTRAINT penalty_version_range CHECK ((version >= 1))
);
CREATE TABLE mlps.penalty_case (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    system_id bigint,
    code text NOT NULL,
    type text NOT NULL,
    occurred_on date NOT NULL,
    incident text,
    title text NOT NULL,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    breach_id bigint,
    recorded_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    voided_at timestamp with time zone,
    CONSTRAINT penalty_case_attributes_object CHECK ((jsonb_typeof(attributes) = 'object'::text)),
    CONSTRAINT penalty_case_code_len CHECK (((length(code) >= 1) AND (length(code) <= 80))),
    CONSTRAINT penalty_case_incident_len CHECK (((length(incident) >= 1) AND (length(incident) <= 40))),
    CONSTRAINT penalty_case_title_len CHECK (((length(title) >= 1) AND (length(title) <= 300))),
    CONSTRAINT penalty_case_type_form CHECK ((type ~ '^[a-z][a-z_]{0,39}$'::text))
);
ALTER TABLE mlps.penalty_case ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.penalty_case_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE mlps.penalty ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.penalty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.reminder (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    object_kind text NOT NULL,
    object_id bigint NOT NULL,
    rule text NOT NULL,
    person_id bigint NOT NULL,
    channel text NOT NULL,
    due_version integer NOT NULL,
    plan_at timestamp with time zone NOT NULL,
    state text DEFAULT 'planned'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    try_at timestamp with time zone NOT NULL,
    lease_until timestamp with time zone,
    sent_at timestamp with time zone,
    late boolean DEFAULT false NOT NULL,
    uncertain integer DEFAULT 0 NOT NULL,
    message_id text,
    last_error text,
    channel_id bigint,
    urgent boolean DEFAULT false NOT NULL,
    held_until timestamp with time zone,
    CONSTRAINT reminder_attempts_range CHECK (((attempts >= 0) AND (attempts <= 100))),
    CONSTRAINT reminder_channel CHECK ((channel = ANY (ARRAY['app'::text, 'mail'::text, 'wecom'::text, 'dingtalk'::text, 'feishu'::text, 'webhook'::text]))),
    CONSTRAINT reminder_channel_iff CHECK (((channel_id IS NULL) = (channel = ANY (ARRAY['app'::text, 'mail'::text])))),
    CONSTRAINT reminder_error_len CHECK ((length(last_error) <= 400)),
    CONSTRAINT reminder_message_len CHECK ((length(message_id) <= 200)),
    CONSTRAINT reminder_object_len CHECK (((length(object_kind) >= 1) AND (length(object_kind) <= 40))),
    CONSTRAINT reminder_rule_form CHECK ((rule ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
    CONSTRAINT reminder_sent_iff CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
    CONSTRAINT reminder_state CHECK ((state = ANY (ARRAY['planned'::text, 'sending'::text, 'sent'::text, 'cancelled'::text, 'failed'::text]))),
    CONSTRAINT reminder_uncertain_range CHECK ((uncertain >= 0)),
    CONSTRAINT reminder_version_range CHECK ((due_version >= 1))
)
WITH (fillfactor='80');
CREATE VIEW mlps.penalty_notice WITH (security_invoker='true') AS
 SELECT r.object_id AS penalty_id,
    r.contract_id,
    r.id AS reminder_id,
    n.id AS notification_id,
    r.person_id,
    r.channel,
    r.due_version AS revision,
    r.sent_at,
    r.late,
    n.read_at,
    n.read_by,
    n.read_on_behalf
   FROM (mlps.reminder r
     LEFT JOIN mlps.notification n ON ((n.reminder_id = r.id)))
  WHERE ((r.object_kind = 'penalty'::text) AND (r.rule = 'notice'::text) AND (r.state = 'sent'::text));
CREATE TABLE mlps.person (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    team_id bigint,
    name text NOT NULL,
    role text NOT NULL,
    email text,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT person_email_form CHECK (((email ~ '^[^@\s]+@[^@\s]+$'::text) AND (length(email) <= 254))),
    CONSTRAINT person_name_len CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT person_role CHECK ((role = ANY (ARRAY['engineer'::text, 'manager'::text, 'customer'::text, 'leader'::text]))),
    CONSTRAINT person_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.person ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.phase (
    id bigint NOT NULL,
    cycle_id bigint NOT NULL,
    number integer NOT NULL,
    round integer DEFAULT 1 NOT NULL,
    name text NOT NULL,
    clause text NOT NULL,
    limit_days integer NOT NULL,
    planned_from date NOT NULL,
    planned_to date NOT NULL,
    forecast_from date NOT NULL,
    forecast_to date NOT NULL,
    started_on date,
    submitted_on date,
    ended_on date,
    state text DEFAULT 'planned'::text NOT NULL,
    documents jsonb DEFAULT '[]'::jsonb NOT NULL,
    note text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT phase_clause_len CHECK (((length(clause) >= 1) AND (length(clause) <= 40))),
    CONSTRAINT phase_documents_list CHECK ((jsonb_typeof(documents) = 'array'::text)),
    CONSTRAINT phase_end_order CHECK ((ended_on >= started_on)),
    CONSTRAINT phase_limit_range CHECK (((limit_days >= 1) AND (limit_days <= 3650))),
    CONSTRAINT phase_name_len CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT phase_note_len CHECK ((length(note) <= 4000)),
    CONSTRAINT phase_number_range CHECK (((number >= 1) AND (number <= 20))),
    CONSTRAINT phase_plan_order CHECK (((planned_to >= planned_from) AND (forecast_to >= forecast_from))),
    CONSTRAINT phase_round_range CHECK (((round >= 1) AND (round <= 99))),
    CONSTRAINT phase_started_iff CHECK (((state = 'skipped'::text) OR ((started_on IS NULL) = (state = 'planned'::text)))),
    CONSTRAINT phase_state CHECK ((state = ANY (ARRAY['planned'::text, 'active'::text, 'submitted'::text, 'returned'::text, 'suspended'::text, 'done'::text, 'skipped'::text]))),
    CONSTRAINT phase_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.phase ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.phase_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.reminder_channel (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    channel text NOT NULL,
    name text NOT NULL,
    endpoint text,
    token_ref text,
    secret_ref text,
    audience text[],
    enabled boolean DEFAULT true NOT NULL,
    per_minute integer DEFAULT 20 NOT NULL,
    recent timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    free_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT reminder_channel_audience CHECK (((audience <@ ARRAY['engineer'::text, 'manager'::text, 'customer'::text, 'leader'::text]) AND (cardinality(audience) > 0))),
    CONSTRAINT reminder_channel_endpoint_form CHECK (((endpoint ~ '^https?://[^?#@[:space:]]+$'::text) AND (length(endpoint) <= 1000))),
    CONSTRAINT reminder_channel_failures_range CHECK ((failures >= 0)),
    CONSTRAINT reminder_channel_kind CHECK ((channel = ANY (ARRAY['wecom'::text, 'dingtalk'::text, 'feishu'::text, 'webhook'::text]))),
    CONSTRAINT reminder_channel_name_len CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT reminder_channel_rate_range CHECK (((per_minute >= 1) AND (per_minute <= 1000))),
    CONSTRAINT reminder_channel_secret_form CHECK ((secret_ref ~ '^(file|env):[A-Za-z0-9_.-]{1,100}$'::text)),
    CONSTRAINT reminder_channel_token_form CHECK ((token_ref ~ '^(file|env):[A-Za-z0-9_.-]{1,100}$'::text)),
    CONSTRAINT reminder_channel_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.reminder_channel ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.reminder_channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.reminder_habit (
    person_id bigint NOT NULL,
    digest_at integer NOT NULL,
    CONSTRAINT reminder_habit_digest_range CHECK (((digest_at >= 0) AND (digest_at <= 1439)))
);
ALTER TABLE mlps.reminder ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.reminder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.reminder_policy (
    contract_id bigint NOT NULL,
    quiet_from integer DEFAULT 1260 NOT NULL,
    quiet_to integer DEFAULT 480 NOT NULL,
    rest_days boolean DEFAULT true NOT NULL,
    storm_max integer DEFAULT 20 NOT NULL,
    storm_window_s integer DEFAULT 600 NOT NULL,
    CONSTRAINT reminder_policy_from_range CHECK (((quiet_from >= 0) AND (quiet_from <= 1439))),
    CONSTRAINT reminder_policy_storm_range CHECK (((storm_max >= 1) AND (storm_max <= 100000))),
    CONSTRAINT reminder_policy_to_range CHECK (((quiet_to >= 0) AND (quiet_to <= 1439))),
    CONSTRAINT reminder_policy_window_range CHECK (((storm_window_s >= 1) AND (storm_window_s <= 86400)))
);
CREATE TABLE mlps.ruling (
    id bigint NOT NULL,
    deadline_id bigint NOT NULL,
    version integer NOT NULL,
    pack_id bigint NOT NULL,
    calendar_id bigint NOT NULL,
    due_on date NOT NULL,
    due_at timestamp with time zone NOT NULL,
    breach_at timestamp with time zone NOT NULL,
    provisional boolean NOT NULL,
    readings jsonb DEFAULT '{}'::jsonb NOT NULL,
    proof jsonb NOT NULL,
    made_at timestamp with time zone DEFAULT mlps.business_now() NOT NULL,
    reason text DEFAULT 'facts'::text NOT NULL,
    CONSTRAINT ruling_proof_list CHECK ((jsonb_typeof(proof) = 'array'::text)),
    CONSTRAINT ruling_readings_object CHECK ((jsonb_typeof(readings) = 'object'::text)),
    CONSTRAINT ruling_reason CHECK ((reason = ANY (ARRAY['start'::text, 'facts'::text, 'calendar'::text, 'resume'::text, 'reopen'::text, 'revive'::text]))),
    CONSTRAINT ruling_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.ruling ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.ruling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.schedule (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    calendar_id bigint NOT NULL,
    clause text NOT NULL,
    title text NOT NULL,
    work text NOT NULL,
    period text NOT NULL,
    places jsonb NOT NULL,
    times integer NOT NULL,
    items integer NOT NULL,
    catch_up text NOT NULL,
    window_days integer NOT NULL,
    next_from date NOT NULL,
    look_at timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone,
    horizon_on date,
    missed bigint DEFAULT 0 NOT NULL,
    waits integer DEFAULT 0 NOT NULL,
    recast_from date,
    CONSTRAINT schedule_catch_up CHECK ((catch_up = ANY (ARRAY['skip'::text, 'once'::text, 'window'::text]))),
    CONSTRAINT schedule_clause_len CHECK (((length(clause) >= 1) AND (length(clause) <= 40))),
    CONSTRAINT schedule_items_range CHECK (((items >= 0) AND (items <= 10000))),
    CONSTRAINT schedule_missed_range CHECK ((missed >= 0)),
    CONSTRAINT schedule_period CHECK ((period = ANY (ARRAY['once'::text, 'daily'::text, 'weekly'::text, 'monthly'::text, 'quarterly'::text, 'yearly'::text, 'special'::text, 'expiry'::text]))),
    CONSTRAINT schedule_places_list CHECK ((jsonb_typeof(places) = 'array'::text)),
    CONSTRAINT schedule_times_range CHECK (((times >= 1) AND (times <= 10000))),
    CONSTRAINT schedule_title_len CHECK (((length(title) >= 1) AND (length(title) <= 300))),
    CONSTRAINT schedule_waits_range CHECK ((waits >= 0)),
    CONSTRAINT schedule_window_range CHECK (((window_days >= 0) AND (window_days <= 3660))),
    CONSTRAINT schedule_work CHECK ((work = ANY (ARRAY['service'::text, 'checklist'::text, 'backup'::text, 'routine'::text, 'document'::text, 'filing'::text, 'assessment'::text, 'certificate'::text])))
);
ALTER TABLE mlps.schedule ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.schedule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.schema_migration (
    version integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    breaking boolean NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT schema_migration_name_len CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT schema_migration_sha_len CHECK ((length(sha256) = 64)),
    CONSTRAINT schema_migration_version_range CHECK ((version >= 1))
);
CREATE TABLE mlps.system (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    team_id bigint NOT NULL,
    serial integer NOT NULL,
    name text NOT NULL,
    grade integer NOT NULL,
    clause text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT system_clause_len CHECK (((length(clause) >= 1) AND (length(clause) <= 40))),
    CONSTRAINT system_grade_range CHECK (((grade >= 1) AND (grade <= 5))),
    CONSTRAINT system_name_len CHECK (((length(name) >= 1) AND (length(name) <= 300))),
    CONSTRAINT system_serial_range CHECK (((serial >= 1) AND (serial <= 100000))),
    CONSTRAINT system_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.system ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.system_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.task (
    id bigint NOT NULL,
    schedule_id bigint NOT NULL,
    contract_id bigint NOT NULL,
    system_id bigint,
    unit text NOT NULL,
    turn integer NOT NULL,
    slot_from date NOT NULL,
    slot_to date NOT NULL,
    due_on date NOT NULL,
    items integer NOT NULL,
    items_done integer,
    state text NOT NULL,
    person_id bigint,
    done_on date,
    done_by text,
    note text,
    version integer DEFAULT 1 NOT NULL,
    alarm_at timestamp with time zone,
    deadline_id bigint,
    CONSTRAINT task_alarm_planned CHECK (((alarm_at IS NULL) OR ((state = 'planned'::text) AND (deadline_id IS NULL)))),
    CONSTRAINT task_done_by_len CHECK (((length(done_by) >= 1) AND (length(done_by) <= 100))),
    CONSTRAINT task_done_iff CHECK (((state = 'done'::text) = (done_on IS NOT NULL))),
    CONSTRAINT task_items_done_range CHECK (((items_done >= 0) AND (items_done <= items))),
    CONSTRAINT task_items_range CHECK (((items >= 0) AND (items <= 10000))),
    CONSTRAINT task_note_len CHECK ((length(note) <= 4000)),
    CONSTRAINT task_slot_order CHECK (((slot_to >= slot_from) AND ((due_on >= slot_from) AND (due_on <= slot_to)))),
    CONSTRAINT task_state CHECK ((state = ANY (ARRAY['planned'::text, 'done'::text, 'missed'::text, 'skipped'::text]))),
    CONSTRAINT task_turn_range CHECK ((turn >= 1)),
    CONSTRAINT task_unit_len CHECK ((length(unit) <= 365)),
    CONSTRAINT task_version_range CHECK ((version >= 1))
);
ALTER TABLE mlps.task ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mlps.team (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    "position" integer NOT NULL,
    CONSTRAINT team_code_form CHECK ((code ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text)),
    CONSTRAINT team_name_len CHECK (((length(name) >= 1) AND (length(name) <= 300))),
    CONSTRAINT team_position_range CHECK (("position" >= 1))
);
ALTER TABLE mlps.team ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mlps.team_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY mlps.account
    ADD CONSTRAINT account_name_unique UNIQUE (name);
ALTER TABLE ONLY mlps.account_person
    ADD CONSTRAINT account_person_pk PRIMARY KEY (account_id, contract_id);
ALTER TABLE ONLY mlps.account
    ADD CONSTRAINT account_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.account
    ADD CONSTRAINT account_token_unique UNIQUE (token_hash);
ALTER TABLE ONLY mlps.assessment
    ADD CONSTRAINT assessment_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.assessment
    ADD CONSTRAINT assessment_round_unique UNIQUE (cycle_id, kind, round);
ALTER TABLE ONLY mlps.breach
    ADD CONSTRAINT breach_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.breach
    ADD CONSTRAINT breach_unique UNIQUE (deadline_id, due_version);
ALTER TABLE ONLY mlps.calendar_day
    ADD CONSTRAINT calendar_day_pk PRIMARY KEY (calendar_id, day);
ALTER TABLE ONLY mlps.calendar_feed
    ADD CONSTRAINT calendar_feed_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.calendar_feed
    ADD CONSTRAINT calendar_feed_token_unique UNIQUE (token_hash);
ALTER TABLE ONLY mlps.calendar_version
    ADD CONSTRAINT calendar_version_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.calendar_version
    ADD CONSTRAINT calendar_version_unique UNIQUE (code, version);
ALTER TABLE ONLY mlps.clock_event
    ADD CONSTRAINT clock_event_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.contract
    ADD CONSTRAINT contract_code_unique UNIQUE (code);
ALTER TABLE ONLY mlps.contract
    ADD CONSTRAINT contract_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.contract_work
    ADD CONSTRAINT contract_work_pk PRIMARY KEY (contract_id);
ALTER TABLE ONLY mlps.cycle
    ADD CONSTRAINT cycle_number_unique UNIQUE (system_id, number);
ALTER TABLE ONLY mlps.cycle
    ADD CONSTRAINT cycle_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.deadline
    ADD CONSTRAINT deadline_code_unique UNIQUE (contract_id, code);
ALTER TABLE ONLY mlps.deadline
    ADD CONSTRAINT deadline_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.deadline_step
    ADD CONSTRAINT deadline_step_pk PRIMARY KEY (deadline_id, due_version, rule);
ALTER TABLE ONLY mlps.decision
    ADD CONSTRAINT decision_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.deliverable
    ADD CONSTRAINT deliverable_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.deliverable
    ADD CONSTRAINT deliverable_unique UNIQUE NULLS NOT DISTINCT (contract_id, clause, title, system_id, occurrence);
ALTER TABLE ONLY mlps.event
    ADD CONSTRAINT event_pk PRIMARY KEY (seq);
ALTER TABLE ONLY mlps.export
    ADD CONSTRAINT export_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.fact
    ADD CONSTRAINT fact_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.fact
    ADD CONSTRAINT fact_receipt_unique UNIQUE (receipt_id);
ALTER TABLE ONLY mlps.fact
    ADD CONSTRAINT fact_voids_unique UNIQUE (voids);
ALTER TABLE ONLY mlps.finding
    ADD CONSTRAINT finding_code_unique UNIQUE (cycle_id, code);
ALTER TABLE ONLY mlps.finding
    ADD CONSTRAINT finding_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.idempotency
    ADD CONSTRAINT idempotency_pk PRIMARY KEY (service, key);
ALTER TABLE ONLY mlps.incident
    ADD CONSTRAINT incident_code_unique UNIQUE (contract_id, code);
ALTER TABLE ONLY mlps.incident_grading
    ADD CONSTRAINT incident_grading_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.incident
    ADD CONSTRAINT incident_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.job_dead
    ADD CONSTRAINT job_dead_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.job_lease
    ADD CONSTRAINT job_lease_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.job
    ADD CONSTRAINT job_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.notification
    ADD CONSTRAINT notification_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.notification
    ADD CONSTRAINT notification_reminder_unique UNIQUE (reminder_id);
ALTER TABLE ONLY mlps.pack
    ADD CONSTRAINT pack_name_sha_unique UNIQUE (name, sha256);
ALTER TABLE ONLY mlps.pack
    ADD CONSTRAINT pack_name_version_unique UNIQUE (name, version);
ALTER TABLE ONLY mlps.pack
    ADD CONSTRAINT pack_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.payment
    ADD CONSTRAINT payment_clause_unique UNIQUE (contract_id, clause);
ALTER TABLE ONLY mlps.payment
    ADD CONSTRAINT payment_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.penalty_case
    ADD CONSTRAINT penalty_case_breach_unique UNIQUE (breach_id);
ALTER TABLE ONLY mlps.penalty_case
    ADD CONSTRAINT penalty_case_code_unique UNIQUE (contract_id, code);
ALTER TABLE ONLY mlps.penalty_case
    ADD CONSTRAINT penalty_case_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.penalty
    ADD CONSTRAINT penalty_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.penalty
    ADD CONSTRAINT penalty_reverses_unique UNIQUE (reverses);
ALTER TABLE ONLY mlps.penalty
    ADD CONSTRAINT penalty_revision_unique UNIQUE (case_id, clause, revision);
ALTER TABLE ONLY mlps.person
    ADD CONSTRAINT person_contract_unique UNIQUE (contract_id, id);
ALTER TABLE ONLY mlps.person
    ADD CONSTRAINT person_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.person
    ADD CONSTRAINT person_unique UNIQUE (contract_id, name, role);
ALTER TABLE ONLY mlps.phase
    ADD CONSTRAINT phase_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.phase
    ADD CONSTRAINT phase_round_unique UNIQUE (cycle_id, number, round);
ALTER TABLE ONLY mlps.reminder_channel
    ADD CONSTRAINT reminder_channel_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.reminder_channel
    ADD CONSTRAINT reminder_channel_unique UNIQUE (contract_id, channel, name);
ALTER TABLE ONLY mlps.reminder_habit
    ADD CONSTRAINT reminder_habit_pk PRIMARY KEY (person_id);
ALTER TABLE ONLY mlps.reminder
    ADD CONSTRAINT reminder_once UNIQUE (object_kind, object_id, rule, person_id, channel, due_version);
ALTER TABLE ONLY mlps.reminder
    ADD CONSTRAINT reminder_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.reminder_policy
    ADD CONSTRAINT reminder_policy_pk PRIMARY KEY (contract_id);
ALTER TABLE ONLY mlps.ruling
    ADD CONSTRAINT ruling_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.ruling
    ADD CONSTRAINT ruling_version_unique UNIQUE (deadline_id, version);
ALTER TABLE ONLY mlps.schedule
    ADD CONSTRAINT schedule_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.schedule
    ADD CONSTRAINT schedule_unique UNIQUE (contract_id, clause, title, work);
ALTER TABLE ONLY mlps.schema_migration
    ADD CONSTRAINT schema_migration_pk PRIMARY KEY (version);
ALTER TABLE ONLY mlps.system
    ADD CONSTRAINT system_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.system
    ADD CONSTRAINT system_serial_unique UNIQUE (contract_id, serial);
ALTER TABLE ONLY mlps.task
    ADD CONSTRAINT task_once UNIQUE (schedule_id, slot_from, unit, turn);
ALTER TABLE ONLY mlps.task
    ADD CONSTRAINT task_pk PRIMARY KEY (id);
ALTER TABLE ONLY mlps.team
    ADD CONSTRAINT team_code_unique UNIQUE (contract_id, code);
ALTER TABLE ONLY mlps.team
    ADD CONSTRAINT team_pk PRIMARY KEY (id);
CREATE INDEX account_person_person_idx ON mlps.account_person USING btree (contract_id, person_id);
CREATE INDEX calendar_feed_contract_idx ON mlps.calendar_feed USING btree (contract_id, id);
CREATE INDEX clock_event_deadline_idx ON mlps.clock_event USING btree (deadline_id, occurred_at, id);
CREATE INDEX contract_pack_idx ON mlps.contract USING btree (pack_id);
CREATE INDEX contract_work_assess_idx ON mlps.contract_work USING btree (contract_id) WHERE (assessed < facts);
CREATE INDEX contract_work_look_idx ON mlps.contract_work USING btree (schedule_at) WHERE (schedule_at IS NOT NULL);
CREATE INDEX contract_work_schedule_idx ON mlps.contract_work USING btree (contract_id) WHERE (scheduled < facts);
CREATE UNIQUE INDEX cycle_one_open_idx ON mlps.cycle USING btree (system_id) WHERE (state = 'open'::text);
CREATE INDEX deadline_calendar_idx ON mlps.deadline USING btree (contract_id, calendar_id, id) WHERE (kind = ANY (ARRAY['phase'::text, 'finding'::text, 'sla'::text, 'task'::text]));
CREATE INDEX deadline_due_idx ON mlps.deadline USING btree (contract_id, due_at);
CREATE INDEX deadline_step_due_idx ON mlps.deadline_step USING btree (at) WHERE (state = 'planned'::text);
CREATE INDEX deadline_subject_idx ON mlps.deadline USING btree (subject_kind, subject_id);
CREATE INDEX deadline_system_idx ON mlps.deadline USING btree (system_id);
CREATE INDEX decision_subject_idx ON mlps.decision USING btree (subject_kind, subject_id, id);
CREATE INDEX deliverable_system_idx ON mlps.deliverable USING btree (system_id);
CREATE INDEX event_contract_idx ON mlps.event USING btree (contract, xid, seq);
CREATE INDEX event_order_idx ON mlps.event USING btree (xid, seq);
CREATE INDEX event_subject_idx ON mlps.event USING btree (subject_kind, subject_id, seq);
CREATE INDEX fact_contract_idx ON mlps.fact USING btree (contract_id, name);
CREATE INDEX idempotency_age_idx ON mlps.idempotency USING btree (service, created_at);
CREATE INDEX incident_grading_incident_idx ON mlps.incident_grading USING btree (incident_id, id);
CREATE INDEX job_dead_queue_idx ON mlps.job_dead USING btree (queue, died_at);
CREATE UNIQUE INDEX job_key_idx ON mlps.job USING btree (queue, key) WHERE (key IS NOT NULL);
CREATE INDEX job_ready_idx ON mlps.job USING btree (queue, turn) WHERE ready;
CREATE INDEX job_serial_idx ON mlps.job USING btree (queue, serial, id) WHERE (serial IS NOT NULL);
CREATE INDEX job_waiting_idx ON mlps.job USING btree (turn) WHERE (NOT ready);
CREATE INDEX notification_person_idx ON mlps.notification USING btree (person_id, id);
CREATE INDEX penalty_contract_idx ON mlps.penalty USING btree (contract_id, state);
CREATE UNIQUE INDEX penalty_pending_idx ON mlps.penalty USING btree (case_id, clause) WHERE (state = ANY (ARRAY['proposed'::text, 'notified'::text, 'appealed'::text]));
CREATE INDEX person_team_idx ON mlps.person USING btree (team_id);
CREATE INDEX reminder_due_idx ON mlps.reminder USING btree (channel, try_at) WHERE (state = ANY (ARRAY['planned'::text, 'sending'::text]));
CREATE INDEX reminder_message_idx ON mlps.reminder USING btree (message_id) WHERE (state = ANY (ARRAY['planned'::text, 'sending'::text]));
CREATE INDEX reminder_object_idx ON mlps.reminder USING btree (object_kind, object_id);
CREATE INDEX reminder_robot_idx ON mlps.reminder USING btree (channel_id, try_at) WHERE ((state = 'planned'::text) AND (channel_id IS NOT NULL));
CREATE INDEX reminder_told_idx ON mlps.reminder USING btree (person_id, channel, sent_at) WHERE (state = 'sent'::text);
CREATE INDEX ruling_moved_idx ON mlps.ruling USING btree (id) WHERE (version > 1);
CREATE INDEX system_team_idx ON mlps.system USING btree (team_id);
CREATE INDEX task_alarm_idx ON mlps.task USING btree (contract_id, alarm_at) WHERE (alarm_at IS NOT NULL);
CREATE INDEX task_due_idx ON mlps.task USING btree (contract_id, due_on, id);
CREATE INDEX task_person_idx ON mlps.task USING btree (person_id) WHERE (state = 'planned'::text);
CREATE TRIGGER clock_event_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON mlps.clock_event FOR EACH STATEMENT EXECUTE FUNCTION mlps.refuse_change();
CREATE TRIGGER decision_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON mlps.decision FOR EACH STATEMENT EXECUTE FUNCTION mlps.refuse_change();
CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON mlps.event FOR EACH STATEMENT EXECUTE FUNCTION mlps.refuse_change();
CREATE TRIGGER fact_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON mlps.fact FOR EACH STATEMENT EXECUTE FUNCTION mlps.refuse_change();
CREATE TRIGGER incident_grading_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON mlps.incident_grading FOR EACH STATEMENT EXECUTE FUNCTION mlps.refuse_change();
CREATE TRIGGER notification_receipt BEFORE UPDATE ON mlps.notification FOR EACH ROW WHEN ((old.read_at IS NOT NULL)) EXECUTE FUNCTION mlps.refuse_change();
CREATE TRIGGER pack_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON mlps.pack FOR EACH STATEMENT EXECUTE FUNCTION mlps.refuse_change();
CREATE TRIGGER penalty_kept BEFORE DELETE OR TRUNCATE ON mlps.penalty FOR EACH STATEMENT EXECUTE FUNCTION mlps.refuse_change();
CREATE TRIGGER penalty_settled BEFORE UPDATE ON mlps.penalty FOR EACH ROW WHEN (((old.state = ANY (ARRAY['confirmed'::text, 'waived'::text, 'reversed'::text, 'superseded'::text])) OR (((new.deduct_fen IS DISTINCT FROM old.deduct_fen) OR (new.assessed_fen IS DISTINCT FROM old.assessed_fen)) OR (new.counted IS DISTINCT FROM old.counted)))) EXECUTE FUNCTION mlps.refuse_change();
CREATE TRIGGER ruling_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON mlps.ruling FOR EACH STATEMENT EXECUTE FUNCTION mlps.refuse_change();
ALTER TABLE ONLY mlps.account_person
    ADD CONSTRAINT account_person_account_fk FOREIGN KEY (account_id) REFERENCES mlps.account(id);
ALTER TABLE ONLY mlps.account_person
    ADD CONSTRAINT account_person_person_fk FOREIGN KEY (contract_id, person_id) REFERENCES mlps.person(contract_id, id);
ALTER TABLE ONLY mlps.assessment
    ADD CONSTRAINT assessment_cycle_fk FOREIGN KEY (cycle_id) REFERENCES mlps.cycle(id);
ALTER TABLE ONLY mlps.assessment
    ADD CONSTRAINT assessment_phase_fk FOREIGN KEY (phase_id) REFERENCES mlps.phase(id);
ALTER TABLE ONLY mlps.breach
    ADD CONSTRAINT breach_deadline_fk FOREIGN KEY (deadline_id) REFERENCES mlps.deadline(id);
ALTER TABLE ONLY mlps.calendar_day
    ADD CONSTRAINT calendar_day_calendar_fk FOREIGN KEY (calendar_id) REFERENCES mlps.calendar_version(id);
ALTER TABLE ONLY mlps.calendar_feed
    ADD CONSTRAINT calendar_feed_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.calendar_feed
    ADD CONSTRAINT calendar_feed_person_fk FOREIGN KEY (person_id) REFERENCES mlps.person(id);
ALTER TABLE ONLY mlps.calendar_feed
    ADD CONSTRAINT calendar_feed_team_fk FOREIGN KEY (team_id) REFERENCES mlps.team(id);
ALTER TABLE ONLY mlps.clock_event
    ADD CONSTRAINT clock_event_deadline_fk FOREIGN KEY (deadline_id) REFERENCES mlps.deadline(id);
ALTER TABLE ONLY mlps.contract
    ADD CONSTRAINT contract_calendar_fk FOREIGN KEY (calendar_id) REFERENCES mlps.calendar_version(id);
ALTER TABLE ONLY mlps.contract
    ADD CONSTRAINT contract_pack_fk FOREIGN KEY (pack_id) REFERENCES mlps.pack(id);
ALTER TABLE ONLY mlps.contract_work
    ADD CONSTRAINT contract_work_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.cycle
    ADD CONSTRAINT cycle_pack_fk FOREIGN KEY (pack_id) REFERENCES mlps.pack(id);
ALTER TABLE ONLY mlps.cycle
    ADD CONSTRAINT cycle_system_fk FOREIGN KEY (system_id) REFERENCES mlps.system(id);
ALTER TABLE ONLY mlps.deadline
    ADD CONSTRAINT deadline_calendar_fk FOREIGN KEY (calendar_id) REFERENCES mlps.calendar_version(id);
ALTER TABLE ONLY mlps.deadline
    ADD CONSTRAINT deadline_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.deadline
    ADD CONSTRAINT deadline_ruling_fk FOREIGN KEY (ruling_id) REFERENCES mlps.ruling(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY mlps.deadline_step
    ADD CONSTRAINT deadline_step_deadline_fk FOREIGN KEY (deadline_id) REFERENCES mlps.deadline(id);
ALTER TABLE ONLY mlps.deadline
    ADD CONSTRAINT deadline_system_fk FOREIGN KEY (system_id) REFERENCES mlps.system(id);
ALTER TABLE ONLY mlps.decision
    ADD CONSTRAINT decision_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.decision
    ADD CONSTRAINT decision_person_fk FOREIGN KEY (person_id) REFERENCES mlps.person(id);
ALTER TABLE ONLY mlps.deliverable
    ADD CONSTRAINT deliverable_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.deliverable
    ADD CONSTRAINT deliverable_deadline_fk FOREIGN KEY (deadline_id) REFERENCES mlps.deadline(id);
ALTER TABLE ONLY mlps.deliverable
    ADD CONSTRAINT deliverable_system_fk FOREIGN KEY (system_id) REFERENCES mlps.system(id);
ALTER TABLE ONLY mlps.export
    ADD CONSTRAINT export_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.fact
    ADD CONSTRAINT fact_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.fact
    ADD CONSTRAINT fact_receipt_fk FOREIGN KEY (receipt_id) REFERENCES mlps.notification(id);
ALTER TABLE ONLY mlps.fact
    ADD CONSTRAINT fact_system_fk FOREIGN KEY (system_id) REFERENCES mlps.system(id);
ALTER TABLE ONLY mlps.fact
    ADD CONSTRAINT fact_voids_fk FOREIGN KEY (voids) REFERENCES mlps.fact(id);
ALTER TABLE ONLY mlps.finding
    ADD CONSTRAINT finding_cycle_fk FOREIGN KEY (cycle_id) REFERENCES mlps.cycle(id);
ALTER TABLE ONLY mlps.incident
    ADD CONSTRAINT incident_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.incident_grading
    ADD CONSTRAINT incident_grading_incident_fk FOREIGN KEY (incident_id) REFERENCES mlps.incident(id);
ALTER TABLE ONLY mlps.incident
    ADD CONSTRAINT incident_system_fk FOREIGN KEY (system_id) REFERENCES mlps.system(id);
ALTER TABLE ONLY mlps.notification
    ADD CONSTRAINT notification_person_fk FOREIGN KEY (person_id) REFERENCES mlps.person(id);
ALTER TABLE ONLY mlps.notification
    ADD CONSTRAINT notification_reminder_fk FOREIGN KEY (reminder_id) REFERENCES mlps.reminder(id);
ALTER TABLE ONLY mlps.payment
    ADD CONSTRAINT payment_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.payment
    ADD CONSTRAINT payment_deadline_fk FOREIGN KEY (deadline_id) REFERENCES mlps.deadline(id);
ALTER TABLE ONLY mlps.penalty_case
    ADD CONSTRAINT penalty_case_breach_fk FOREIGN KEY (breach_id) REFERENCES mlps.breach(id);
ALTER TABLE ONLY mlps.penalty_case
    ADD CONSTRAINT penalty_case_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.penalty
    ADD CONSTRAINT penalty_case_fk FOREIGN KEY (case_id) REFERENCES mlps.penalty_case(id);
ALTER TABLE ONLY mlps.penalty_case
    ADD CONSTRAINT penalty_case_system_fk FOREIGN KEY (system_id) REFERENCES mlps.system(id);
ALTER TABLE ONLY mlps.penalty
    ADD CONSTRAINT penalty_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.penalty
    ADD CONSTRAINT penalty_pack_fk FOREIGN KEY (pack_id) REFERENCES mlps.pack(id);
ALTER TABLE ONLY mlps.penalty
    ADD CONSTRAINT penalty_reverses_fk FOREIGN KEY (reverses) REFERENCES mlps.penalty(id);
ALTER TABLE ONLY mlps.person
    ADD CONSTRAINT person_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.person
    ADD CONSTRAINT person_team_fk FOREIGN KEY (team_id) REFERENCES mlps.team(id);
ALTER TABLE ONLY mlps.phase
    ADD CONSTRAINT phase_cycle_fk FOREIGN KEY (cycle_id) REFERENCES mlps.cycle(id);
ALTER TABLE ONLY mlps.reminder_channel
    ADD CONSTRAINT reminder_channel_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.reminder
    ADD CONSTRAINT reminder_channel_fk FOREIGN KEY (channel_id) REFERENCES mlps.reminder_channel(id);
ALTER TABLE ONLY mlps.reminder
    ADD CONSTRAINT reminder_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.reminder_habit
    ADD CONSTRAINT reminder_habit_person_fk FOREIGN KEY (person_id) REFERENCES mlps.person(id);
ALTER TABLE ONLY mlps.reminder
    ADD CONSTRAINT reminder_person_fk FOREIGN KEY (person_id) REFERENCES mlps.person(id);
ALTER TABLE ONLY mlps.reminder_policy
    ADD CONSTRAINT reminder_policy_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.ruling
    ADD CONSTRAINT ruling_calendar_fk FOREIGN KEY (calendar_id) REFERENCES mlps.calendar_version(id);
ALTER TABLE ONLY mlps.ruling
    ADD CONSTRAINT ruling_deadline_fk FOREIGN KEY (deadline_id) REFERENCES mlps.deadline(id);
ALTER TABLE ONLY mlps.ruling
    ADD CONSTRAINT ruling_pack_fk FOREIGN KEY (pack_id) REFERENCES mlps.pack(id);
ALTER TABLE ONLY mlps.schedule
    ADD CONSTRAINT schedule_calendar_fk FOREIGN KEY (calendar_id) REFERENCES mlps.calendar_version(id);
ALTER TABLE ONLY mlps.schedule
    ADD CONSTRAINT schedule_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.system
    ADD CONSTRAINT system_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.system
    ADD CONSTRAINT system_team_fk FOREIGN KEY (team_id) REFERENCES mlps.team(id);
ALTER TABLE ONLY mlps.task
    ADD CONSTRAINT task_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
ALTER TABLE ONLY mlps.task
    ADD CONSTRAINT task_deadline_fk FOREIGN KEY (deadline_id) REFERENCES mlps.deadline(id);
ALTER TABLE ONLY mlps.task
    ADD CONSTRAINT task_person_fk FOREIGN KEY (person_id) REFERENCES mlps.person(id);
ALTER TABLE ONLY mlps.task
    ADD CONSTRAINT task_schedule_fk FOREIGN KEY (schedule_id) REFERENCES mlps.schedule(id);
ALTER TABLE ONLY mlps.task
    ADD CONSTRAINT task_system_fk FOREIGN KEY (system_id) REFERENCES mlps.system(id);
ALTER TABLE ONLY mlps.team
    ADD CONSTRAINT team_contract_fk FOREIGN KEY (contract_id) REFERENCES mlps.contract(id);
GRANT USAGE ON SCHEMA mlps TO mlps_process;
GRANT USAGE ON SCHEMA mlps TO mlps_service;
GRANT USAGE ON SCHEMA mlps TO mlps_ledger;
GRANT USAGE ON SCHEMA mlps TO mlps_deadline;
GRANT USAGE ON SCHEMA mlps TO mlps_delivery;
GRANT USAGE ON SCHEMA mlps TO mlps_export;
GRANT USAGE ON SCHEMA mlps TO mlps_lifecycle;
GRANT USAGE ON SCHEMA mlps TO mlps_penalty;
GRANT USAGE ON SCHEMA mlps TO mlps_registry;
GRANT USAGE ON SCHEMA mlps TO mlps_reminder;
GRANT USAGE ON SCHEMA mlps TO mlps_report;
GRANT USAGE ON SCHEMA mlps TO mlps_scheduler;
GRANT USAGE ON SCHEMA mlps TO mlps_sla;
GRANT SELECT ON TABLE mlps.account TO mlps_service;
GRANT INSERT ON TABLE mlps.account TO mlps_registry;
GRANT UPDATE(revoked_at) ON TABLE mlps.account TO mlps_registry;
GRANT UPDATE(revoked_by) ON TABLE mlps.account TO mlps_registry;
GRANT UPDATE(version) ON TABLE mlps.account TO mlps_registry;
GRANT SELECT ON TABLE mlps.account_person TO mlps_service;
GRANT INSERT,DELETE ON TABLE mlps.account_person TO mlps_registry;
GRANT SELECT ON TABLE mlps.assessment TO mlps_export;
GRANT SELECT,INSERT ON TABLE mlps.assessment TO mlps_lifecycle;
GRANT SELECT ON TABLE mlps.assessment TO mlps_report;
GRANT SELECT ON TABLE mlps.assessment TO mlps_scheduler;
GRANT SELECT,INSERT ON TABLE mlps.breach TO mlps_ledger;
GRANT SELECT,INSERT ON TABLE mlps.breach TO mlps_deadline;
GRANT SELECT ON TABLE mlps.breach TO mlps_export;
GRANT SELECT ON TABLE mlps.breach TO mlps_penalty;
GRANT SELECT ON TABLE mlps.breach TO mlps_reminder;
GRANT SELECT ON TABLE mlps.breach TO mlps_report;
GRANT SELECT ON TABLE mlps.calendar_day TO mlps_process;
GRANT INSERT ON TABLE mlps.calendar_day TO mlps_registry;
GRANT SELECT,INSERT ON TABLE mlps.calendar_feed TO mlps_report;
GRANT UPDATE(revoked_at) ON TABLE mlps.calendar_feed TO mlps_report;
GRANT UPDATE(revoked_by) ON TABLE mlps.calendar_feed TO mlps_report;
GRANT UPDATE(version) ON TABLE mlps.calendar_feed TO mlps_report;
GRANT SELECT ON TABLE mlps.calendar_version TO mlps_process;
GRANT INSERT ON TABLE mlps.calendar_version TO mlps_registry;
GRANT SELECT,INSERT ON TABLE mlps.clock_event TO mlps_ledger;
GRANT SELECT ON TABLE mlps.clock_event TO mlps_deadline;
GRANT SELECT ON TABLE mlps.clock_event TO mlps_export;
GRANT SELECT ON TABLE mlps.clock_event TO mlps_report;
GRANT SELECT ON TABLE mlps.contract TO mlps_process;
GRANT INSERT ON TABLE mlps.contract TO mlps_registry;
GRANT UPDATE(calendar_id) ON TABLE mlps.contract TO mlps_registry;
GRANT UPDATE(version) ON TABLE mlps.contract TO mlps_registry;
GRANT SELECT ON TABLE mlps.contract_work TO mlps_ledger;
GRANT SELECT ON TABLE mlps.contract_work TO mlps_deadline;
GRANT SELECT ON TABLE mlps.contract_work TO mlps_penalty;
GRANT SELECT,INSERT ON TABLE mlps.contract_work TO mlps_registry;
GRANT SELECT ON TABLE mlps.contract_work TO mlps_report;
GRANT SELECT ON TABLE mlps.contract_work TO mlps_scheduler;
GRANT UPDATE(facts) ON TABLE mlps.contract_work TO mlps_ledger;
GRANT UPDATE(facts) ON TABLE mlps.contract_work TO mlps_deadline;
GRANT UPDATE(facts) ON TABLE mlps.contract_work TO mlps_registry;
GRANT UPDATE(facts) ON TABLE mlps.contract_work TO mlps_report;
GRANT UPDATE(scheduled) ON TABLE mlps.contract_work TO mlps_scheduler;
GRANT UPDATE(assessed) ON TABLE mlps.contract_work TO mlps_penalty;
GRANT UPDATE(schedule_at) ON TABLE mlps.contract_work TO mlps_scheduler;
GRANT SELECT ON TABLE mlps.cycle TO mlps_deadline;
GRANT SELECT ON TABLE mlps.cycle TO mlps_export;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.cycle TO mlps_lifecycle;
GRANT SELECT ON TABLE mlps.cycle TO mlps_registry;
GRANT SELECT ON TABLE mlps.cycle TO mlps_reminder;
GRANT SELECT ON TABLE mlps.cycle TO mlps_report;
GRANT SELECT ON TABLE mlps.cycle TO mlps_scheduler;
GRANT SELECT ON TABLE mlps.cycle TO mlps_sla;
GRANT UPDATE(version) ON TABLE mlps.cycle TO mlps_scheduler;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.deadline TO mlps_ledger;
GRANT SELECT,UPDATE ON TABLE mlps.deadline TO mlps_deadline;
GRANT SELECT ON TABLE mlps.deadline TO mlps_export;
GRANT SELECT ON TABLE mlps.deadline TO mlps_penalty;
GRANT SELECT ON TABLE mlps.deadline TO mlps_reminder;
GRANT SELECT ON TABLE mlps.deadline TO mlps_report;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.deadline_step TO mlps_ledger;
GRANT SELECT,UPDATE ON TABLE mlps.deadline_step TO mlps_deadline;
GRANT SELECT ON TABLE mlps.deadline_step TO mlps_export;
GRANT SELECT ON TABLE mlps.deadline_step TO mlps_reminder;
GRANT SELECT ON TABLE mlps.deadline_step TO mlps_report;
GRANT SELECT,INSERT ON TABLE mlps.decision TO mlps_lifecycle;
GRANT SELECT,INSERT ON TABLE mlps.decision TO mlps_sla;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.deliverable TO mlps_delivery;
GRANT SELECT ON TABLE mlps.deliverable TO mlps_export;
GRANT SELECT ON TABLE mlps.deliverable TO mlps_lifecycle;
GRANT SELECT ON TABLE mlps.deliverable TO mlps_report;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.deliverable TO mlps_scheduler;
GRANT SELECT,INSERT ON TABLE mlps.event TO mlps_process;
GRANT SELECT,UPDATE ON TABLE mlps.export TO mlps_export;
GRANT SELECT,INSERT ON TABLE mlps.export TO mlps_report;
GRANT SELECT,INSERT ON TABLE mlps.fact TO mlps_delivery;
GRANT SELECT ON TABLE mlps.fact TO mlps_export;
GRANT SELECT,INSERT ON TABLE mlps.fact TO mlps_lifecycle;
GRANT SELECT ON TABLE mlps.fact TO mlps_penalty;
GRANT SELECT,INSERT ON TABLE mlps.fact TO mlps_report;
GRANT SELECT ON TABLE mlps.fact TO mlps_scheduler;
GRANT SELECT,INSERT ON TABLE mlps.fact TO mlps_sla;
GRANT SELECT ON TABLE mlps.finding TO mlps_export;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.finding TO mlps_lifecycle;
GRANT SELECT ON TABLE mlps.finding TO mlps_penalty;
GRANT SELECT ON TABLE mlps.finding TO mlps_report;
GRANT SELECT ON TABLE mlps.finding TO mlps_scheduler;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE mlps.idempotency TO mlps_service;
GRANT SELECT ON TABLE mlps.incident TO mlps_export;
GRANT SELECT ON TABLE mlps.incident TO mlps_penalty;
GRANT SELECT ON TABLE mlps.incident TO mlps_reminder;
GRANT SELECT ON TABLE mlps.incident TO mlps_report;
GRANT SELECT ON TABLE mlps.incident TO mlps_scheduler;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.incident TO mlps_sla;
GRANT UPDATE(version) ON TABLE mlps.incident TO mlps_scheduler;
GRANT SELECT,INSERT ON TABLE mlps.incident_grading TO mlps_sla;
GRANT SELECT,DELETE,UPDATE ON TABLE mlps.job TO mlps_export;
GRANT SELECT,INSERT ON TABLE mlps.job TO mlps_report;
GRANT SELECT,INSERT ON TABLE mlps.job_dead TO mlps_export;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE mlps.job_lease TO mlps_export;
GRANT SELECT,INSERT,DELETE ON TABLE mlps.job_tally TO mlps_export;
GRANT INSERT ON TABLE mlps.job_tally TO mlps_report;
GRANT SELECT,INSERT ON TABLE mlps.notification TO mlps_reminder;
GRANT SELECT ON TABLE mlps.notification TO mlps_report;
GRANT SELECT ON TABLE mlps.notification TO mlps_sla;
GRANT UPDATE(read_at) ON TABLE mlps.notification TO mlps_report;
GRANT UPDATE(read_by) ON TABLE mlps.notification TO mlps_report;
GRANT UPDATE(read_on_behalf) ON TABLE mlps.notification TO mlps_report;
GRANT SELECT ON TABLE mlps.pack TO mlps_process;
GRANT INSERT ON TABLE mlps.pack TO mlps_registry;
GRANT SELECT ON TABLE mlps.payment TO mlps_export;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.payment TO mlps_scheduler;
GRANT SELECT,UPDATE ON TABLE mlps.payment TO mlps_sla;
GRANT SELECT ON TABLE mlps.penalty TO mlps_export;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.penalty TO mlps_penalty;
GRANT SELECT ON TABLE mlps.penalty TO mlps_reminder;
GRANT SELECT ON TABLE mlps.penalty TO mlps_report;
GRANT SELECT,INSERT ON TABLE mlps.penalty TO mlps_sla;
GRANT UPDATE(state) ON TABLE mlps.penalty TO mlps_sla;
GRANT UPDATE(version) ON TABLE mlps.penalty TO mlps_sla;
GRANT SELECT ON TABLE mlps.penalty_case TO mlps_export;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.penalty_case TO mlps_penalty;
GRANT SELECT ON TABLE mlps.penalty_case TO mlps_reminder;
GRANT SELECT ON TABLE mlps.penalty_case TO mlps_report;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.penalty_case TO mlps_sla;
GRANT SELECT ON TABLE mlps.reminder TO mlps_ledger;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.reminder TO mlps_deadline;
GRANT SELECT ON TABLE mlps.reminder TO mlps_export;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.reminder TO mlps_penalty;
GRANT SELECT,UPDATE ON TABLE mlps.reminder TO mlps_reminder;
GRANT SELECT ON TABLE mlps.reminder TO mlps_report;
GRANT SELECT,INSERT ON TABLE mlps.reminder TO mlps_sla;
GRANT UPDATE(state) ON TABLE mlps.reminder TO mlps_ledger;
GRANT SELECT ON TABLE mlps.penalty_notice TO mlps_report;
GRANT SELECT ON TABLE mlps.penalty_notice TO mlps_sla;
GRANT SELECT ON TABLE mlps.person TO mlps_deadline;
GRANT SELECT ON TABLE mlps.person TO mlps_delivery;
GRANT SELECT ON TABLE mlps.person TO mlps_export;
GRANT SELECT ON TABLE mlps.person TO mlps_lifecycle;
GRANT SELECT ON TABLE mlps.person TO mlps_penalty;
GRANT SELECT,INSERT ON TABLE mlps.person TO mlps_registry;
GRANT SELECT ON TABLE mlps.person TO mlps_reminder;
GRANT SELECT ON TABLE mlps.person TO mlps_report;
GRANT SELECT ON TABLE mlps.person TO mlps_scheduler;
GRANT SELECT ON TABLE mlps.person TO mlps_sla;
GRANT SELECT ON TABLE mlps.phase TO mlps_deadline;
GRANT SELECT ON TABLE mlps.phase TO mlps_export;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.phase TO mlps_lifecycle;
GRANT SELECT ON TABLE mlps.phase TO mlps_registry;
GRANT SELECT ON TABLE mlps.phase TO mlps_reminder;
GRANT SELECT ON TABLE mlps.phase TO mlps_report;
GRANT SELECT ON TABLE mlps.phase TO mlps_scheduler;
GRANT SELECT ON TABLE mlps.phase TO mlps_sla;
GRANT UPDATE(forecast_from) ON TABLE mlps.phase TO mlps_scheduler;
GRANT UPDATE(forecast_to) ON TABLE mlps.phase TO mlps_scheduler;
GRANT UPDATE(version) ON TABLE mlps.phase TO mlps_scheduler;
GRANT SELECT ON TABLE mlps.reminder_channel TO mlps_deadline;
GRANT SELECT,INSERT ON TABLE mlps.reminder_channel TO mlps_registry;
GRANT SELECT ON TABLE mlps.reminder_channel TO mlps_reminder;
GRANT SELECT ON TABLE mlps.reminder_channel TO mlps_report;
GRANT SELECT ON TABLE mlps.reminder_channel TO mlps_sla;
GRANT UPDATE(enabled) ON TABLE mlps.reminder_channel TO mlps_registry;
GRANT UPDATE(recent) ON TABLE mlps.reminder_channel TO mlps_reminder;
GRANT UPDATE(free_at) ON TABLE mlps.reminder_channel TO mlps_reminder;
GRANT UPDATE(failures) ON TABLE mlps.reminder_channel TO mlps_reminder;
GRANT UPDATE(version) ON TABLE mlps.reminder_channel TO mlps_registry;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE mlps.reminder_habit TO mlps_registry;
GRANT SELECT ON TABLE mlps.reminder_habit TO mlps_reminder;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.reminder_policy TO mlps_registry;
GRANT SELECT ON TABLE mlps.reminder_policy TO mlps_reminder;
GRANT SELECT,INSERT ON TABLE mlps.ruling TO mlps_ledger;
GRANT SELECT ON TABLE mlps.ruling TO mlps_deadline;
GRANT SELECT ON TABLE mlps.ruling TO mlps_export;
GRANT SELECT ON TABLE mlps.ruling TO mlps_reminder;
GRANT SELECT ON TABLE mlps.ruling TO mlps_report;
GRANT SELECT ON TABLE mlps.schedule TO mlps_delivery;
GRANT SELECT ON TABLE mlps.schedule TO mlps_report;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.schedule TO mlps_scheduler;
GRANT UPDATE(catch_up) ON TABLE mlps.schedule TO mlps_delivery;
GRANT UPDATE(window_days) ON TABLE mlps.schedule TO mlps_delivery;
GRANT SELECT ON TABLE mlps.schema_migration TO mlps_process;
GRANT SELECT ON TABLE mlps.system TO mlps_process;
GRANT INSERT ON TABLE mlps.system TO mlps_registry;
GRANT UPDATE(name) ON TABLE mlps.system TO mlps_registry;
GRANT UPDATE(version) ON TABLE mlps.system TO mlps_registry;
GRANT SELECT,UPDATE ON TABLE mlps.task TO mlps_delivery;
GRANT SELECT ON TABLE mlps.task TO mlps_report;
GRANT SELECT,INSERT,UPDATE ON TABLE mlps.task TO mlps_scheduler;
GRANT SELECT ON TABLE mlps.team TO mlps_process;
GRANT INSERT ON TABLE mlps.team TO mlps_registry;
