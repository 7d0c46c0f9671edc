-- deadline_step_next: when the next planned step comes due, null when nothing is planned. Reads the first entry of the
-- partial index deadline_step_due_idx, however many deadlines there are.
select min(at) from deadline_step where state = 'planned';
