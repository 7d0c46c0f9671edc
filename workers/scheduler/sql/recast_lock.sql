-- recast_lock: the cycles, incidents and tasks of list $1 (as recast_stale gives it), locked in order of id and before their
-- deadlines, as the services do it: what is read after this stands until the end of the transaction.
select (select count(*)
          from (select from cycle
                 where id in (select (row ->> 'cycle')::bigint from jsonb_array_elements($1::jsonb) row)
                 order by id for no key update) held)
     + (select count(*)
          from (select from incident
                 where id in (select (row ->> 'incident')::bigint from jsonb_array_elements($1::jsonb) row)
                 order by id for no key update) held)
     + (select count(*)
          from (select from task
                 where id in (select (row ->> 'task')::bigint from jsonb_array_elements($1::jsonb) row)
                 order by id for no key update) held);
