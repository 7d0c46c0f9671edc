/* Every workbook there is. To add one: a row here, its sheets in a file of their area, and two
 * statements for each sheet; the kind then works in the API, in the command line and in HTTP once
 * the report service's list of kinds has it. */
#include <string.h>

#include "attr.h"
#include "book.h"
#include "sheets.h"

#define SHEETS(list) .sheets = (list), .sheet_count = COUNT_OF(list)

/* The filter's text stands on the cover: a reader must know which rows he does not see. */
static const struct book_def BOOKS[] = {
    { .kind = "progress",
      .zh = "系统测评进度表",
      .en = "Assessment progress",
      .filter_zh = "全部系统；各阶段取最近一轮",
      .filter_en = "all systems; the latest round of each phase",
      SHEETS(SHEETS_PROGRESS) },
    { .kind = "systems",
      .zh = "信息系统清单",
      .en = "Information systems",
      .filter_zh = "全部系统；测评情况取最近一个周期",
      .filter_en = "all systems; the latest cycle of each",
      SHEETS(SHEETS_SYSTEMS) },
    { .kind = "deliverables",
      .zh = "交付物验收清单",
      .en = "Deliverables and acceptance",
      .filter_zh = "全部交付物，含未提交",
      .filter_en = "all deliverables, missing ones too",
      SHEETS(SHEETS_DELIVERABLES) },
    { .kind = "procurement",
      .zh = "采购需求一览表",
      .en = "Procurement requirements",
      .filter_zh = "合同载明的全部采购需求",
      .filter_en = "all requirements the contract states",
      SHEETS(SHEETS_PROCUREMENT) },
    { .kind = "deadlines",
      .zh = "期限计算说明",
      .en = "How due dates were reckoned",
      .filter_zh = "全部期限，按现行裁定；明细逐日列示",
      .filter_en = "all deadlines by their current rulings; every day listed",
      SHEETS(SHEETS_DEADLINES) },
    { .kind = "penalties",
      .zh = "考核与处罚台账",
      .en = "Assessments and penalties",
      .filter_zh = "现行全部拟处罚及处罚，不含已被更正的旧版",
      .filter_en = "all current proposals and penalties, without superseded revisions",
      SHEETS(SHEETS_PENALTIES) },
    { 0 },
};

/* For tests and benchmarks, which walk all of them. */
const struct book_def *books(void)
{
    return BOOKS;
}

/* A handful of rows: walking them costs less than sorting would. NULL also for a kind that the
 * report service takes and nobody here makes: such an export fails with that reason. */
const struct book_def *book_find(const char *kind)
{
    for (const struct book_def *book = BOOKS; book->kind; book++)
        if (strcmp(book->kind, kind) == 0)
            return book;
    return NULL;
}
