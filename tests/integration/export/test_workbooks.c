/* The six workbooks as other programs see them: openpyxl reads every cell, LibreOffice opens and
 * prints them. What is expected comes from the tables by other statements than the worker's. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "book.h"
#include "child.h"
#include "export_fixture.h"

static struct export_fixture fixture;

static int make(void **state)
{
    (void)state;
    fixture = (struct export_fixture){ .db = NULL };
    fixture_open(&fixture);
    return 0;
}

static void remove_files(const char *folder)
{
    char path[600];
    DIR *dir = opendir(folder);
    for (const struct dirent *entry; dir && (entry = readdir(dir)) != NULL;) {
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    if (dir)
        closedir(dir);
    (void)rmdir(folder);
}

static int drop(void **state)
{
    char path[128];
    (void)state;
    fixture_close(&fixture);
    snprintf(path, sizeof(path), "%s/exports", fixture.data);
    remove_files(path);
    remove_files(fixture.data);
    return 0;
}

/* One sheet and some of its columns, {heading: [cells]}, in order of its rows. */
struct wanted_sheet {
    const char *zh, *en;
    const char *rows;
    const char *columns; /* for Chinese headings */
};

struct wanted_book {
    const char *kind, *zh, *en;
    struct wanted_sheet sheets[2];
};

static const struct wanted_book BOOKS[] = {
    { "progress",
      "系统测评进度表",
      "Assessment progress",
      { { "系统测评进度表", "Progress", "select count(*) from system",
          "select jsonb_build_object("
          "'系统/序号', (select jsonb_agg(serial order by serial) from system), "
          "'系统/系统名称', (select jsonb_agg(name order by serial) from system), "
          "'系统/团队', (select jsonb_agg(t.name order by s.serial) from system s join team t on "
          "t.id = s.team_id), "
          "'系统/周期开始', (select jsonb_agg(c.started_on order by s.serial) from system s left "
          "join cycle c on c.system_id = s.id), "
          "'1 定级备案/计划完成', (select jsonb_agg(p.planned_to order by s.serial) from system s "
          "left join cycle c on c.system_id = s.id "
          "   left join phase p on p.cycle_id = c.id and p.number = 1), "
          "'5 安全整改/计划完成', (select jsonb_agg((select max(planned_to) from phase p where "
          "p.cycle_id = c.id and p.number = 5) order by s.serial) "
          "   from system s left join cycle c on c.system_id = s.id), "
          "'5 安全整改/状态', '[\"○ 未开始\", \"○ 未开始\", \"○ 未开始\", \"● 进行中\"]'::jsonb, "
          "'1 定级备案/状态', '[\"√ 按期\", \"√ 按期\", \"√ 按期\", \"√ 按期\", \"√ 按期\", \"√ "
          "按期\", \"√ 按期\", \"▲ 超期 40 天\", \"√ 按期\", "
          "   \"√ 按期\", \"√ 按期\", null]'::jsonb, "
          "'2 差距分析/状态', '[\"▲ 超期 40 天\", \"▲ 迟 1 天\", \"▲ 迟 1 天\", \"▲ 迟 1 "
          "天\"]'::jsonb, "
          "'目前情况/轮次', '[1, 1, 1, 2]'::jsonb, "
          "E'完成预测/较计划\\n推迟(天)', '[2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, null]'::jsonb, "
          "'目前情况/周期状态', '[\"▲ 超期 40 天\", \"▲ 超期 19 天\", \"● 测评中\", \"● "
          "测评中\"]'::jsonb)" } } },
    { "systems",
      "信息系统清单",
      "Information systems",
      { { "信息系统清单", "Systems", "select count(*) from system",
          "select jsonb_build_object("
          "'系统/系统名称', (select jsonb_agg(name order by serial) from system), "
          "'系统/依据条款', (select jsonb_agg(clause order by serial) from system), "
          "'系统/等保级别', '[\"第二级\", \"第三级\", \"第三级\", \"第三级\", \"第三级\", "
          "\"第三级\", \"第三级\", \"第三级\", \"第三级\", "
          "  \"第三级\", \"第三级\", \"第四级\"]'::jsonb, "
          "'测评/得分', '[null, null, null, 68.5, null]'::jsonb, "
          "'测评/最近测评', '[null, null, null, \"2026-06-02\", null]'::jsonb, "
          "'未整改问题/高风险', '[0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]'::jsonb, "
          "'未整改问题/中风险', '[0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]'::jsonb, "
          "'交付物/签收率', (select jsonb_agg((select avg(case when state = 'signed' then 1.0 else "
          "0 end) from deliverable d "
          "   where d.system_id = s.id) order by s.serial) from system s))" } } },
    { "deliverables",
      "交付物验收清单",
      "Deliverables and acceptance",
      { { "交付物验收清单", "Deliverables", "select count(*) from deliverable",
          "select jsonb_build_object("
          "'交付物/交付物名称', (select jsonb_agg(v.title order by s.serial nulls first) from "
          "deliverable v left join system s on s.id = v.system_id), "
          "'对象/系统名称', (select jsonb_agg(s.name order by s.serial nulls first) from "
          "deliverable d left join system s on s.id = d.system_id), "
          "'提交/提交日期', (select jsonb_agg(v.submitted_on order by s.serial nulls first) from "
          "deliverable v left join system s on s.id = v.system_id), "
          "'提交/逾期(天)', (select jsonb_agg(case when d.id is not null then "
          "greatest(coalesce(v.submitted_on, "
          "'2026-06-15') - d.due_on, 0) end order by s.serial nulls first) "
          "   from deliverable v left join deadline d on d.id = v.deadline_id left join system s "
          "on s.id = v.system_id), "
          "'验收与签收/签收日期', (select jsonb_agg(v.signed_on order by s.serial nulls first) "
          "from deliverable v left join system s on s.id = v.system_id), "
          "'验收与签收/文件指纹 SHA-256', (select jsonb_agg(v.sha256 order by s.serial nulls "
          "first) from deliverable v left join system s on s.id = v.system_id))" } } },
    { "procurement",
      "采购需求一览表",
      "Procurement requirements",
      { { "采购需求一览表", "Procurement", "select 7",
          "select '{\"序号\": [1, 2, 3, 4, 5, 6, 7], \"数量\": [6, 39, 39, 39, 1, 1, 1], "
          "\"计量单位\": [\"个团队\", \"个系统\", \"个系统\", \"套\"], "
          "\"依据条款\": [\"YF-059\", \"YF-060\", \"YF-062\", \"YF-067\"]}'" } } },
    { "deadlines",
      "期限计算说明",
      "How due dates were reckoned",
      { { "期限汇总", "Deadlines", "select count(*) from deadline",
          "select jsonb_build_object("
          "'期限/期限编号', (select jsonb_agg(code order by due_at, code) from deadline), "
          "'计算结果/到期日', (select jsonb_agg(due_on order by due_at, code) from deadline), "
          "'计算结果/到期时刻', (select jsonb_agg(due_on || ' 23:59:59' order by due_at, code) "
          "from deadline), "
          "'计算结果/暂定', (select jsonb_agg('否'::text) from deadline), "
          "'依据版本/合同规则包', (select jsonb_agg('yifen-2026 v1'::text) from deadline), "
          "'依据版本/日历版本', (select jsonb_agg('cn 2026-1'::text) from deadline), "
          "'依据版本/条款理解', (select jsonb_agg(case when kind = 'phase' then 'roll = false' end "
          "order by due_at, code) from deadline))" },
        { "逐日计算明细", "Day by day",
          "select sum(case when kind = 'phase' then 4 + due_on - (started_at at time zone "
          "'Asia/Shanghai')::date + 1 else 18 end) from deadline",
          "select jsonb_build_object('期限/期限编号', (select jsonb_agg(code) from (select code "
          "from deadline d, "
          "   generate_series(1, case when kind = 'phase' then 4 + due_on - (started_at at time "
          "zone 'Asia/Shanghai')::date + 1 else 18 end) "
          "   order by due_at, code) x))" } } },
    { "penalties",
      "考核与处罚台账",
      "Assessments and penalties",
      { { "考核与处罚台账", "Penalties", "select count(*) from penalty where state <> 'superseded'",
          "select '{\"事项/事项编号\": [\"E-001\", \"C-001\", \"C-002\", \"F-001\", \"N-001\"], "
          "\"事项/发生日期\": [\"2026-05-08\", \"2026-05-20\", \"2026-05-28\", \"2026-06-01\", "
          "\"2026-06-05\"], "
          "\"事项/类别\": [\"安全事件\", \"用户投诉\", \"用户投诉\", \"故障\", \"some_new_type\"], "
          "\"考核/累计次数\": [1, 1, 2, 1, 1], \"考核/起扣次数\": [1, 2, 2, 3, 1], "
          "\"考核/拟扣金额(元)\": [143612.24, 0, 71806.12, 71806.12, 0.01], "
          "\"考核/有效金额(元)\": [143612.24, 0, 71806.12, 0, 0, 215418.36], "
          "\"考核/其他措施\": [\"限期整改；约谈企业负责人\"], "
          "\"考核/状态\": [\"● 拟处罚\", \"● 拟处罚\", \"▲ 已确认\", \"— 事项作废\", \"— "
          "已免除\"], "
          "\"考核/计算依据\": [\"依据条款 YF-193：门户网站中断 75 分钟\\n服务周期内第 1 次，满 1 "
          "次扣款\\n7180612.00 元的 1.00%\"]}'" } } },
};

static void add(struct bytebuf *out, const char *text)
{
    assert_int_equal(bytebuf_text(out, text), RC_OK);
}

static void add_sheet(struct bytebuf *out, const struct wanted_sheet *sheet, bool zh)
{
    char head[160];
    snprintf(head, sizeof(head),
             "{\"name\": \"%s\", \"rows\": %" PRId64 ", \"columns\": ", zh ? sheet->zh : sheet->en,
             db_number(&fixture.tdb, sheet->rows));
    add(out, head);
    add(out, zh ? db_text(&fixture.tdb, sheet->columns) : "{}");
    add(out, "}");
}

/* Write what is expected of a workbook beside it; the cover's texts come from the contract. */
static void write_expected(const char *path, const struct wanted_book *book, bool zh)
{
    struct bytebuf out;
    char head[400];
    bytebuf_init(&out, 1 << 20);
    snprintf(
        head, sizeof(head),
        "{\"cover_name\": \"%s\", \"cover\": [\"%s\", \"yifen-2026\", \"上海市大数据中心\", "
        "\"2026年等级保护测评服务合同 <甲&乙>\", \"2026-06-15 09:00:00+08:00\", \"yifen-2026 v1\", "
        "\"cn 2026-1\", \"cli\"], \"sheets\": [",
        zh ? "封面" : "Cover", zh ? book->zh : book->en);
    add(&out, head);
    add_sheet(&out, &book->sheets[0], zh);
    if (book->sheets[1].zh) {
        add(&out, ", ");
        add_sheet(&out, &book->sheets[1], zh);
    }
    add(&out, "]}");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(bytebuf_str(&out), file);
    fclose(file);
    bytebuf_fini(&out);
}

static void make_book(const struct wanted_book *book, const char *lang, char *path, size_t size)
{
    struct problem problem = { .rc = RC_OK };
    char sql[120];
    int64_t id = fixture_request(&fixture, book->kind, lang);
    if (fixture_step(&fixture, &problem) != RC_OK)
        fail_msg("%s: %s", book->kind, problem.text);
    snprintf(sql, sizeof(sql), "select coalesce(error, '') from export where id = %" PRId64, id);
    assert_string_equal(db_text(&fixture.tdb, sql), "");
    fixture_path(&fixture, id, path, size);
}

static void check_books(const char *lang)
{
    char path[256], expected[128];
    snprintf(expected, sizeof(expected), "%s/expected.json", fixture.data);
    for (size_t i = 0; i < COUNT_OF(BOOKS); i++) {
        make_book(&BOOKS[i], lang, path, sizeof(path));
        write_expected(expected, &BOOKS[i], strcmp(lang, "zh") == 0);
        const char *const argv[] = { "/usr/bin/python3",
                                     MLPS_SOURCE_DIR "/tests/integration/export/check_workbook.py",
                                     path, expected, NULL };
        if (child_run(&(struct child_spec){ .argv = argv }) != 0)
            fail_msg("%s (%s) is not as expected", BOOKS[i].kind, lang);
    }
}

static void test_chinese(void **state)
{
    (void)state;
    check_books("zh");
}

static void test_english(void **state)
{
    (void)state;
    check_books("en");
}

/* LibreOffice opens each, without a formula, and prints it. */
static void test_libreoffice(void **state)
{
    char path[256], home[128], out[300];
    (void)state;
    if (access("/usr/bin/soffice", X_OK) != 0)
        skip();
    snprintf(home, sizeof(home), "-env:UserInstallation=file://%s/office", fixture.data);
    for (size_t i = 0; i < COUNT_OF(BOOKS); i++) {
        make_book(&BOOKS[i], "zh", path, sizeof(path));
        const char *const argv[] = { "/usr/bin/soffice", home,  "--headless",
                                     "--convert-to",     "pdf", "--outdir",
                                     fixture.data,       path,  NULL };
        char log[128];
        snprintf(log, sizeof(log), "%s/office.log", fixture.data);
        if (child_run(&(struct child_spec){ .argv = argv, .log = log }) != 0)
            fail_msg("%s does not open", BOOKS[i].kind);
        char *name = strrchr(path, '/') + 1;
        name[strlen(name) - strlen("xlsx")] = '\0';
        struct stat st = { .st_size = 0 };
        snprintf(out, sizeof(out), "%s/%spdf", fixture.data, name);
        if (stat(out, &st) != 0 || st.st_size < 10000)
            fail_msg("%s prints nothing", BOOKS[i].kind);
    }
    const char *const tidy[] = { "/bin/rm", "-r", home + strlen("-env:UserInstallation=file://"),
                                 NULL };
    assert_int_equal(child_run(&(struct child_spec){ .argv = tidy }), 0);
}

/* Every state a row can have by the tables' constraints has a word, so no code is ever shown to a
 * customer. */
static void test_words_of_constraints(void **state)
{
    static const struct {
        const char *constraint, *kind;
        size_t sheet;
        const char *column;
    } LISTS[] = {
        { "phase_state", "progress", 0, "phases" },
        { "cycle_state", "progress", 0, "state" },
        { "deliverable_state", "deliverables", 0, "state" },
        { "deadline_state", "deadlines", 0, "state" },
        { "deadline_kind", "deadlines", 0, "kind" },
        { "deadline_party", "deadlines", 0, "party" },
        { "penalty_state", "penalties", 0, "state" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        const struct sheet_def *sheet = &book_find(LISTS[i].kind)->sheets[LISTS[i].sheet];
        const struct word *words = NULL;
        for (size_t c = 0; c < sheet->count; c++)
            if (strcmp(sheet->columns[c].key, LISTS[i].column) == 0)
                words = sheet->columns[c].words;
        if (!words)
            words = sheet->group.columns[sheet->group.count - 1].words;
        char sql[400], list[1000];
        snprintf(sql, sizeof(sql),
                 "select string_agg(m[1], ' ') from pg_constraint, "
                 "regexp_matches(pg_get_constraintdef(oid), "
                 "'''([a-z_]+)''', 'g') m where conname = '%s'",
                 LISTS[i].constraint);
        snprintf(list, sizeof(list), "%s", db_text(&fixture.tdb, sql));
        assert_true(strlen(list) > 0);
        char *rest = NULL;
        for (char *code = strtok_r(list, " ", &rest); code; code = strtok_r(NULL, " ", &rest))
            if (strcmp(code, "superseded") != 0 && !word_find(words, code, strlen(code)))
                fail_msg("%s: no word for %s", LISTS[i].constraint, code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_chinese, make, drop),
        cmocka_unit_test_setup_teardown(test_english, make, drop),
        cmocka_unit_test_setup_teardown(test_libreoffice, make, drop),
        cmocka_unit_test_setup_teardown(test_words_of_constraints, make, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
