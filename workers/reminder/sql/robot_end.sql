-- robot_end: a try by robot $1 ended at $2; $3: in failure, and then nothing is tried by it for a pause that
-- doubles from half a minute to half an hour.
update reminder_channel
   set failures = case when $3::boolean then failures + 1 else 0 end,
       free_at = case when $3::boolean
                      then greatest(free_at, $2::timestamptz + least(1800, 30 * 2 ^ least(failures, 10)) * interval '1 second')
                      else free_at end
 where id = $1::bigint;
