-- task_complete: task $1, locked by the caller, was done on $2 with $3 of its items (null: all) by $4, note $5.
update task
   set state = 'done', done_on = $2::date, items_done = coalesce($3::integer, items), done_by = $4::text, note = $5::text,
       version = version + 1
 where id = $1::bigint;
