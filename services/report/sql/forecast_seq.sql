-- forecast_seq: the event up to which this snapshot reads, in the order they became final (event_list.sql); 0 without any.
select coalesce((select e.seq from mlps.event e
                  where e.xid < pg_snapshot_xmin(pg_current_snapshot())
                  order by e.xid desc, e.seq desc limit 1), 0);
