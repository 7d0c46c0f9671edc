-- schedule_standing: the deadlines of terms and deliverables of contract $1 as they stand, one JSON object by code. Instants
-- are microseconds, days are numbers since 1970; `calendar` is the one its day was last looked at under.
select coalesce(jsonb_object_agg(d.code, jsonb_build_object(
           'id', d.id, 'kind', d.kind, 'state', d.state, 'calendar', d.calendar_id,
           'due_on', d.due_on - date '1970-01-01', 'due_at', (extract(epoch from d.due_at) * 1000000)::bigint,
           'provisional', d.provisional,
           'closed_at', (extract(epoch from d.closed_at) * 1000000)::bigint)), '{}')
  from deadline d
 where d.contract_id = $1::bigint and d.kind in ('term', 'deliverable');
