-- The lowest transaction that may still add events to what this statement sees, or the first one to come: no event below it will be added. The
-- statement's snapshot knows the running transactions of the whole server, and each holds a lock on its own number. One whose owner is seen in
-- another database can write no event here. One that is seen to have ended meanwhile has added what there is to be looked up, where a later
-- look sees more than the snapshot. Whatever cannot be told, as a prepared transaction or one that has just taken its number, counts as ours.
create or replace function mlps.event_horizon() returns xid8 language sql stable as $$
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
