-- bench_due_fill: open deadlines number $2 to $3 of contract $1, each with its ruling and three planned steps: a warning a minute
-- before it is due, the breach, an escalation much later. Counted from number $4 on every $5-th is due, $6 of them: the first at $7, in
-- $8 turns that lie $9 microseconds apart, over and over; all others lie thirty days off and more. So what is due together
-- is scattered among all that is open.
with row as materialized (
    select n, nextval(pg_get_serial_sequence('mlps.deadline', 'id')) as deadline,
           nextval(pg_get_serial_sequence('mlps.ruling', 'id')) as ruling,
           case when place % $5::bigint = 0 and place / $5::bigint < $6::bigint
                then $7::timestamptz + (place / $5::bigint % $8::bigint) * $9::bigint * interval '1 microsecond'
                else $7::timestamptz + interval '30 days' + n * interval '1 second' end as at
      from generate_series($2::bigint, $3::bigint) n
     cross join lateral (select n - $4::bigint as place) as p),
opened as (
    insert into mlps.deadline (id, contract_id, code, kind, clause, title, subject_kind, subject_id, started_at, due_on, due_at,
                               breach_at, ruling_id, calendar_id)
    overriding system value
    select row.deadline, k.id, 'bench/' || row.n, 'phase', 'bench', 'bench', 'phase', row.n, row.at - interval '1 year',
           (row.at at time zone 'Asia/Shanghai')::date, row.at, row.at, row.ruling, k.calendar_id
      from row, mlps.contract k where k.id = $1::bigint),
ruled as (
    insert into mlps.ruling (id, deadline_id, version, pack_id, calendar_id, due_on, due_at, breach_at, provisional, proof, reason)
    overriding system value
    select row.ruling, row.deadline, 1, k.pack_id, k.calendar_id, (row.at at time zone 'Asia/Shanghai')::date, row.at, row.at,
           false, '[]', 'start'
      from row, mlps.contract k where k.id = $1::bigint)
insert into mlps.deadline_step (deadline_id, due_version, rule, at, audience)
select row.deadline, 1, step.rule, row.at + step.apart, step.audience
  from row, (values ('warn_1', interval '-1 minute', 'engineer'), ('breach', interval '0', 'none'),
                    ('overdue_9', interval '20 days', 'manager')) as step (rule, apart, audience);
