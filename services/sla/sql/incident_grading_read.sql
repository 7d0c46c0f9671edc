-- incident_grading_read: how incident $1 is graded now, as JSON.
select json_build_object('title', title, 'facts', facts, 'grade', grade, 'computed_grade', computed_grade, 'level', level)
  from incident where id = $1::bigint;
