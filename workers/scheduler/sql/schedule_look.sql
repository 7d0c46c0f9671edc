-- schedule_look: of the schedules by date of contract $1 those to be looked at now ($2), or planned by another calendar than $3: one
-- JSON object {"count": of all schedules, "due": {"WORK CLAUSE TITLE": {...}}}. Days are numbers since 1970.
select jsonb_build_object(
           'count', count(*),
           'due', coalesce(jsonb_object_agg(concat(work, ' ', clause, ' ', title), jsonb_build_object(
               'id', id, 'next_from', next_from - date '1970-01-01', 'horizon_on', horizon_on - date '1970-01-01',
               'recast_from', recast_from - date '1970-01-01',
               'catch_up', catch_up, 'window_days', window_days, 'same_calendar', calendar_id = $3::bigint,
               'look', look_at <= $2::timestamptz))
               filter (where look_at <= $2::timestamptz or calendar_id <> $3::bigint), '{}'))
  from schedule
 where contract_id = $1::bigint and period <> 'expiry';
