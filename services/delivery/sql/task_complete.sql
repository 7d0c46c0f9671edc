-- task_complete: the tasks $1, locked by the caller, were done on $2 with $3 of their items (null: all) by $4, note $5. One row for each, in
-- their order: the last instant of that day in the contract's zone.
with done as (
    update task t
       set state = 'done', done_on = $2::date, items_done = coalesce($3::integer, items), done_by = $4::text, note = $5::text,
           alarm_at = null, version = t.version + 1
      from contract k
     where t.id = any ($1::bigint[]) and k.id = t.contract_id
    returning t.id, (($2::date + 1)::timestamp at time zone k.zone) - interval '1 microsecond' as at)
select done.at
  from unnest($1::bigint[]) with ordinality as asked (id, n)
  join done on done.id = asked.id
 order by asked.n;
