-- task_assign: task $1, locked by the caller, is for person $2 (null: whoever is there).
update task set person_id = $2::bigint, version = version + 1 where id = $1::bigint;
