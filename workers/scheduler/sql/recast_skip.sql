-- recast_skip: task $1, locked, is not owed: it was planned before its year was published, and the notice has no such day.
update task
   set state = 'skipped', alarm_at = null, note = 'calendar', version = version + 1
 where id = $1::bigint and state = 'planned';
