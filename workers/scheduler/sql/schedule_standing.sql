-- schedule_standing: the deadlines of terms and deliverables of contract $1 as they stand, one JSON object by code. Instants
-- are microseconds, days are numbers since 1970.
select coalesce(jsonb_object_agg(code, jsonb_build_object(
           'id', id, 'kind', kind, 'state', state, 'due_on', due_on - date '1970-01-01', 'provisional', provisional,
           'closed_at', (extract(epoch from closed_at) * 1000000)::bigint)), '{}')
  from deadline
 where contract_id = $1::bigint and kind in ('term', 'deliverable');
