-- robot_take: a try by robot $1 begins at $2. One row when it may: fewer than per_minute tries began in the minute before. The
-- try is counted, and a robot that has none left is not free until its oldest try is a minute old. Times that lie
-- ahead (the clock was set back) count for nothing.
update reminder_channel rc
   set (recent, free_at) = (
       select past.tries || $2::timestamptz,
              case when cardinality(past.tries) + 1 < rc.per_minute then '-infinity'
                   else coalesce(past.tries[cardinality(past.tries) + 2 - rc.per_minute], $2::timestamptz)
                        + interval '1 minute' end
         from (select array (select t from unnest(rc.recent) t
                              where t > $2::timestamptz - interval '1 minute' and t <= $2::timestamptz
                              order by t)) as past (tries))
 where rc.id = $1::bigint and rc.free_at <= $2::timestamptz
returning rc.id;
