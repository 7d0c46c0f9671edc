-- penalty_cases: the cases of contract $1 that are to be judged, as a JSON list in order of their codes: recorded ones that
-- were not voided, and those of the breaches $2 (ids).
select coalesce(jsonb_agg(jsonb_build_object(
           'id', id, 'code', code, 'type', type, 'on', occurred_on - date '1970-01-01', 'incident', incident,
           'facts', attributes) order by code collate "C"), '[]')
  from penalty_case
 where contract_id = $1::bigint and voided_at is null
   and (breach_id is null or breach_id = any ($2::bigint[]));
