-- A worker's turn at a queue: complete the jobs that it holds and has done, in runs of neighbouring ids `done_firsts` to `done_lasts` of one
-- attempt `done_attempts` (null: none), then claim up to `most` ready ones that nobody holds, in order of their turn, under its lease for so
-- many ms; of kinds `kinds` (null: any; others stay for newer programs), a job with a serial only when no earlier one of it is left. Rows: the
-- jobs, `attempt` the tries that failed, in order.
--   Each statement has a view of its own (read committed): the pick passes over what the leases held a moment ago and what others are about to
-- take, and locks; the second look at the leases sees every claim that was committed before the locks were got, and leaves to it what it holds;
-- so no job is held twice.
--   The settings make the planner walk job_ready_idx in its order, once for all. What it knows of a queue was learnt when that was empty, so it
-- would read and sort all of it for every batch.
--   Every job of a batch costs one step in an index to delete and one to pick; the rest is done once a batch: ids that follow each other are one
-- range, and what the pick has read is handed out as it is, for nobody can change a locked row.
drop function if exists mlps.job_turn(text, bigint, bigint, text, bigint, text[], bigint[], bigint[]);
create or replace function mlps.job_turn(of_queue text, most bigint, of_lease bigint, of_worker text, lease_ms bigint, kinds text[],
                                         done_attempts bigint[], done_firsts bigint[], done_lasts bigint[])
returns table (id bigint, kind text, payload jsonb, attempt smallint, max_attempts smallint)
language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off set plan_cache_mode = force_generic_plan
as $$
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
