-- case_void: penalty case $1 counts no more from this business time on.
update penalty_case set voided_at = business_now() where id = $1::bigint and voided_at is null;
