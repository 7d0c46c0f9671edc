-- A contract with everything that a workbook shows, on business day 2026-06-15: phases in every state, a second round,
-- a system without a cycle, texts that a spreadsheet would take for formulas, deadlines of both kinds with their proofs.
-- Packs were stored before; the contract is read with the newest yifen-2026.
insert into calendar_version (code, version) values ('cn', '2026-1');

insert into contract (code, pack_id, calendar_id, title, customer, total_fen, signed_on, service_from, service_to, zone)
select 'yifen-2026', p.id, v.id, '2026年等级保护测评服务合同 <甲&乙>', '上海市大数据中心', 718061200,
       '2026-03-16', '2026-03-16', '2026-12-31', 'Asia/Shanghai'
  from pack p, calendar_version v where p.name = 'yifen-2026';

insert into team (contract_id, code, name, position)
select id, 'fgw', '发改委（含粮食物资储备局）和统计局团队', 1 from contract
union all select id, 'czj', '=2+3', 2 from contract;

insert into system (contract_id, team_id, serial, name, grade, clause)
select c.id, t.id, x.serial, x.name, x.grade, 'YF-0' || (20 + x.serial)
  from contract c, (values
    (1, 'fgw', '上海市粮食和物资储备局门户网站', 2),
    (2, 'fgw', '上海市公共信用信息服务平台（含信用查询、联合奖惩、数据归集子系统）', 3),
    (3, 'fgw', '=HYPERLINK("http://example.org","点我")', 3),
    (4, 'czj', '+1+cmd|'' /C calc''!A0', 3),
    (5, 'czj', '-2+3', 3),
    (6, 'czj', '@SUM(A1:A9)', 3),
    (7, 'czj', E'\t=1', 3),
    (8, 'czj', E'\r=1', 3),
    (9, 'czj', '＝1', 3),
    (10, 'czj', '007', 3),
    (11, 'czj', '<b>&amp; _x0041_', 3),
    (12, 'czj', '尚未启动的系统', 4)) x (serial, team, name, grade)
  join team t on t.code = x.team;

insert into cycle (system_id, number, pack_id, started_on)
select s.id, 1, c.pack_id, date '2026-03-30' + s.serial from system s, contract c where s.serial < 12;

-- Seven phases a cycle, 30, 7, 20, 3, 20, 7, 10 days; system n has finished the first n mod 8 of them.
insert into phase (cycle_id, number, round, name, clause, limit_days, planned_from, planned_to, forecast_from, forecast_to,
                   started_on, submitted_on, ended_on, state)
select y.id, n.number, 1, n.name, n.clause, n.days, w.f, w.t, w.f + 2, w.t + 2,
       case when n.number <= k.done + 1 then w.f end,
       case when n.number <= k.done then least(w.t + (n.number % 3) - 1, date '2026-06-15') end,
       case when n.number <= k.done then least(w.t + (n.number % 3) - 1, date '2026-06-15') end,
       case when n.number <= k.done then 'done' when n.number = k.done + 1 then k.state else 'planned' end
  from cycle y
  join system s on s.id = y.system_id
  cross join lateral (select least(s.serial % 8, 4) as done,
      (array['active', 'submitted', 'returned', 'suspended'])[1 + s.serial % 4] as state) k
  cross join (values (1, '定级备案', 'MH-034', 30, 0), (2, '差距分析', 'MH-036', 7, 30), (3, '安全建设', 'MH-038', 20, 37),
      (4, '等保测评', 'MH-040', 3, 57), (5, '安全整改', 'MH-042', 20, 60), (6, '整改复核', 'MH-044', 7, 80),
      (7, '等保合规', 'MH-046', 10, 87)) n (number, name, clause, days, start)
  cross join lateral (select y.started_on + n.start as f, y.started_on + n.start + n.days - 1 as t) w;

-- System 4 is in the second round of phase 5.
update phase p set ended_on = date '2026-06-10', started_on = date '2026-06-01', state = 'done'
  from cycle y join system s on s.id = y.system_id where p.cycle_id = y.id and s.serial = 4 and p.number = 5;
insert into phase (cycle_id, number, round, name, clause, limit_days, planned_from, planned_to, forecast_from, forecast_to,
                   started_on, state)
select y.id, 5, 2, '安全整改', 'MH-042', 20, date '2026-06-11', date '2026-06-30', date '2026-06-11', date '2026-06-30',
       date '2026-06-11', 'active'
  from cycle y join system s on s.id = y.system_id where s.serial = 4;

insert into assessment (cycle_id, phase_id, kind, round, assessed_on, score_bp, high_risk_open, passed)
select y.id, p.id, 'initial', 1, date '2026-06-02', 6850, 1, false
  from cycle y join system s on s.id = y.system_id join phase p on p.cycle_id = y.id and p.number = 4 where s.serial = 4;
insert into finding (cycle_id, round, code, title, control_point, risk, state, found_on, fixed_on)
select y.id, 1, x.code, x.title, '身份鉴别', x.risk, x.state, date '2026-06-02', x.fixed
  from cycle y join system s on s.id = y.system_id,
       (values ('F001', '弱口令', 'high', 'open', null::date), ('F002', '日志不足', 'medium', 'fixed', date '2026-06-09'),
               ('F003', '补丁未更新', 'medium', 'open', null)) x (code, title, risk, state, fixed)
 where s.serial = 4;

-- Deadlines: every phase begun has one (calendar days), system 1 has a term in working days over a holiday, one was paused.
insert into deadline (contract_id, system_id, code, kind, clause, title, subject_kind, subject_id, state, due_on, due_at,
                      breach_at, started_at, closed_at, breached_at)
select c.id, s.id, p.clause || '/' || s.serial || '/' || p.round, 'phase', p.clause, p.name, 'phase', p.id,
       case when p.state = 'done' and p.ended_on > d.due then 'late' when p.state = 'done' then 'met'
            when p.state = 'suspended' then 'paused' when d.due < date '2026-06-15' then 'breached' else 'open' end,
       d.due, (d.due + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 second',
       (d.due + 1)::timestamp at time zone 'Asia/Shanghai', p.started_on::timestamp at time zone 'Asia/Shanghai',
       case when p.state = 'done' then p.ended_on::timestamp at time zone 'Asia/Shanghai' + interval '9 hours' end,
       case when p.state = 'done' and p.ended_on > d.due or p.state not in ('done', 'suspended') and d.due < date '2026-06-15'
            then d.due + 1 end
  from phase p join cycle y on y.id = p.cycle_id join system s on s.id = y.system_id, contract c,
       lateral (select p.started_on + p.limit_days - 1 as due) d
 where p.started_on is not null;
insert into ruling (deadline_id, version, pack_id, calendar_id, due_on, due_at, breach_at, provisional, readings, proof)
select d.id, 1, c.pack_id, c.calendar_id, d.due_on, d.due_at, d.breach_at, false, '{"roll": "false"}',
       jsonb_build_array(
           jsonb_build_object('step', 'rule', 'why', 'rule', 'clause', d.clause, 'name', d.title),
           jsonb_build_object('step', 'start', 'why', 'first_day_included', 'from', p.started_on::text),
           jsonb_build_object('step', 'reading', 'why', 'reading', 'reading', 'roll', 'name', 'false'),
           jsonb_build_object('step', 'count', 'why', 'days_counted', 'from', p.started_on::text, 'to', d.due_on::text,
                              'n', p.limit_days),
           jsonb_build_object('step', 'due', 'why', 'due', 'from', d.due_on::text))
  from deadline d join phase p on p.id = d.subject_id, contract c;

insert into deadline (contract_id, system_id, code, kind, clause, title, party, subject_kind, subject_id, state, due_on, due_at, breach_at, started_at)
select c.id, null, 'YF-095/0/1', 'term', 'YF-095', '首付款', 'customer', 'contract', c.id, 'open', date '2026-06-26',
       timestamptz '2026-06-26 23:59:59+08', timestamptz '2026-06-27 00:00:00+08', timestamptz '2026-06-11 00:00:00+08' from contract c;
insert into ruling (deadline_id, version, pack_id, calendar_id, due_on, due_at, breach_at, provisional, proof)
select d.id, 1, c.pack_id, c.calendar_id, d.due_on, d.due_at, d.breach_at, false, (
    select jsonb_agg(step order by n) from (
        select 1 as n, jsonb_build_object('step', 'rule', 'why', 'rule', 'clause', 'YF-095', 'name', '首付款') as step
        union all
        select 2, jsonb_build_object('step', 'start', 'why', 'first_day_excluded', 'from', '2026-06-11', 'fact', 'invoice_received')
        union all
        select 2 + g, jsonb_strip_nulls(jsonb_build_object('step', 'day', 'calendar', 'cn@2026-1', 'from', x.day::text,
            'why', case when x.day between '2026-06-19' and '2026-06-21' then 'holiday'
                        when extract(isodow from x.day) > 5 then 'weekend' else 'working_day' end,
            'name', case when x.day between '2026-06-19' and '2026-06-21' then '端午节' end,
            'n', case when x.day not between '2026-06-19' and '2026-06-21' and extract(isodow from x.day) <= 5
                      then g - (select count(*) from generate_series(1, g) q (i)
                                 where extract(isodow from date '2026-06-11' + q.i) > 5
                                    or date '2026-06-11' + q.i between '2026-06-19' and '2026-06-21') end))
          from generate_series(1, 15) g, lateral (select date '2026-06-11' + g as day) x
        union all
        select 99, jsonb_build_object('step', 'due', 'why', 'due', 'from', '2026-06-26')) s)
  from deadline d, contract c where d.code = 'YF-095/0/1';
update deadline d set ruling_id = r.id from ruling r where r.deadline_id = d.id;

insert into deliverable (contract_id, system_id, clause, title, form, phase, deadline_id, state, submitted_on, accepted_on,
                         signed_on, sha256, submitted_by, signed_by)
select c.id, s.id, 'MH-036', '差距分析报告', '纸质、电子', 2, d.id, x.state,
       case when x.state <> 'required' then d.due_on + 3 end, case when x.state in ('accepted', 'signed') then d.due_on + 5 end,
       case when x.state = 'signed' then d.due_on + 6 end, case when x.state <> 'required' then repeat('0a', 32) end,
       case when x.state <> 'required' then '张三' end, case when x.state = 'signed' then '李四' end
  from contract c cross join system s
  left join deadline d on d.system_id = s.id and d.clause = 'MH-036'
  cross join lateral (select case when d.id is null then 'required'
      else (array['required', 'submitted', 'objected', 'accepted', 'signed'])[1 + s.serial % 5] end as state) x;
insert into deliverable (contract_id, clause, title, form) select id, 'YF-059', '总体实施方案', '电子' from contract;

insert into penalty_case (contract_id, system_id, code, type, occurred_on, incident, title, attributes, voided_at)
select c.id, s.id, x.code, x.type, x.day, x.incident, x.title, '{}', x.voided
  from contract c, (values
    (1, 'E-001', 'security_event', date '2026-05-08', 'INC-001', '门户网站中断 75 分钟', null::timestamptz),
    (2, 'C-001', 'user_complaint', date '2026-05-20', null, '用户投诉一', null),
    (2, 'C-002', 'user_complaint', date '2026-05-28', null, '用户投诉二', null),
    (4, 'F-001', 'fault', date '2026-06-01', 'INC-002', 'C+级故障', timestamptz '2026-06-03 10:00:00+08'),
    (5, 'N-001', 'some_new_type', date '2026-06-05', null, '合同另行约定的类别', null)) x (serial, code, type, day, incident, title, voided)
  join system s on s.serial = x.serial;
insert into penalty (contract_id, case_id, clause, revision, deduct_fen, counted, threshold, measures, proof, pack_id, state)
select c.id, k.id, x.clause, x.revision, x.fen, x.counted, x.threshold, '["限期整改", "约谈企业负责人"]',
       jsonb_build_array(
           jsonb_build_object('step', 'rule', 'why', 'rule', 'clause', x.clause, 'name', k.title),
           jsonb_build_object('step', 'counter', 'why', 'counter', 'n', x.counted, 'm', x.threshold),
           jsonb_build_object('step', 'money', 'why', 'share', 'n', 100, 'm', 718061200)), c.pack_id, x.state
  from contract c, (values
    ('E-001', 'YF-193', 1, 700000000, 1, 1, 'superseded'), ('E-001', 'YF-193', 2, 14361224, 1, 1, 'proposed'),
    ('C-001', 'YF-198', 1, 0, 1, 2, 'proposed'), ('C-002', 'YF-198', 1, 7180612, 2, 2, 'confirmed'),
    ('F-001', 'YF-205', 1, 7180612, 1, 3, 'proposed'), ('N-001', 'YF-207', 1, 1, 1, 1, 'waived')) x (code, clause, revision, fen, counted, threshold, state)
  join penalty_case k on k.code = x.code;

insert into event (kind, contract, subject_kind, subject_id) values ('fixture.made', 'yifen-2026', 'contract', 1);
