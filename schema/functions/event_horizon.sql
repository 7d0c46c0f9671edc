-- The lowest transaction of this database that is still under way, or the first one to come: no event below it will ever be added. A snapshot
-- knows the running transactions of the whole server. One is passed over only when its owner is seen in another database (the lock it holds on
-- its own number names its process), for it can write no event here; whatever cannot be told, as a prepared transaction, counts as ours.
create or replace function mlps.event_horizon() returns xid8 language sql stable as $$
    select coalesce(min(running), pg_snapshot_xmax(pg_current_snapshot()))
      from pg_snapshot_xip(pg_current_snapshot()) as running
     where not exists (
        select from pg_locks l join pg_stat_activity a on a.pid = l.pid
         where l.locktype = 'transactionid' and l.transactionid = running::xid and l.mode = 'ExclusiveLock' and l.granted
           and a.datname <> current_database())
$$;
