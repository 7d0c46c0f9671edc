-- duty_schedule_done: contract $1 was scheduled up to change $2. The next look is when the horizon of one of its schedules moves
-- on, or a task that is not done reaches the first step of its ladder; nothing else that is planned today depends on the day alone.
update contract_work
   set scheduled = greatest(scheduled, $2::bigint),
       schedule_at = least((select min(look_at) from schedule where contract_id = $1::bigint),
                           (select min(alarm_at) from task where contract_id = $1::bigint and alarm_at is not null))
 where contract_id = $1::bigint;
