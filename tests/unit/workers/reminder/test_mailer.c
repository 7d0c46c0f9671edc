/* Against a real SMTP server, tests/support/smtp_server.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "attr.h"
#include "civil.h"
#include "mailer.h"
#include "memory.h"
#include "smtp_server.h"

static const struct mail MAIL = {
    .to = "wang@example.com",
    .subject = "[今日到期] 上海市粮食和物资储备局门户网站 安全建设整改（2026-06-15）",
    .body = "王工：\n\n合同：等保测评\n.\n行首的点不能截断正文。\n",
    .message_id = "mlps.7.abc@example.com",
    .zone_minutes = 480,
};

static struct mailer_conf conf_of(const struct smtp_server *server)
{
    return (
        struct mailer_conf){ .url = server->url, .from = "mlps@example.com", .timeout_ms = 5000 };
}

/* Send one mail by a mailer of its own. */
static enum verdict send_by(const struct mailer_conf *conf, const struct mail *mail,
                            struct problem *problem)
{
    mailer_t *mailer = mailer_new(conf);
    problem_clear(problem);
    enum verdict verdict = mailer_send(mailer, mail, problem);
    mailer_destroy(&mailer);
    assert_null(mailer);
    return verdict;
}

static json_t *only_mail(const struct smtp_server *server)
{
    char *text = smtp_server_mails(server);
    json_t *json = json_loads(text, 0, NULL);
    mem_free(text);
    assert_non_null(json);
    return json;
}

static const char *text_of(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text ? text : "";
}

static void test_a_mail_arrives_whole(void **state)
{
    (void)state;
    struct smtp_server server;
    struct problem problem;
    struct mail mail = MAIL;
    assert_true(civil_parse_instant("2026-06-15T09:00:00+08:00", &mail.date_us));
    smtp_server_start(&server, SMTP_PLAIN);
    struct mailer_conf conf = conf_of(&server);
    assert_int_equal(send_by(&conf, &mail, &problem), VERDICT_SENT);
    assert_int_equal(problem.rc, RC_OK);
    json_t *got = only_mail(&server);
    assert_string_equal(text_of(got, "subject"), MAIL.subject);
    assert_string_equal(text_of(got, "body"), MAIL.body);
    assert_string_equal(text_of(got, "message_id"), "<mlps.7.abc@example.com>");
    assert_string_equal(text_of(got, "from"), "mlps@example.com");
    assert_string_equal(text_of(got, "date"), "Mon, 15 Jun 2026 09:00:00 +0800");
    assert_string_equal(text_of(got, "auto"), "auto-generated");
    assert_string_equal(text_of(got, "type"), "text/plain;utf-8");
    assert_true(json_integer_value(json_object_get(got, "longest_line")) <= 80);
    assert_false(json_is_true(json_object_get(got, "tls")));
    json_decref(got);
    smtp_server_stop(&server);
}

static void test_one_mailer_sends_many(void **state)
{
    (void)state;
    struct smtp_server server;
    struct problem problem = { .rc = RC_OK };
    smtp_server_start(&server, SMTP_PLAIN);
    struct mailer_conf conf = conf_of(&server);
    mailer_t *mailer = mailer_new(&conf);
    for (int i = 0; i < 3; i++)
        assert_int_equal(mailer_send(mailer, &MAIL, &problem), VERDICT_SENT);
    smtp_server_mode(&server, "refuse");
    assert_int_equal(mailer_send(mailer, &MAIL, &problem), VERDICT_REFUSED);
    smtp_server_mode(&server, "ok");
    assert_int_equal(mailer_send(mailer, &MAIL, &problem), VERDICT_SENT);
    assert_int_equal(smtp_server_count(&server), 4);
    mailer_destroy(&mailer);
    smtp_server_stop(&server);
}

/* What became of a mail for each way a server can behave, and the words a person will read. */
static const struct {
    const char *mode;
    enum verdict want;
    const char *says; /* part of the problem's text */
} MODES[] = {
    { "refuse", VERDICT_REFUSED, "answered 550" },
    { "later", VERDICT_REFUSED, "answered 451" },
    { "reject", VERDICT_REFUSED, "answered 554" },
    { "deaf", VERDICT_REFUSED, "time" },
    { "stall", VERDICT_UNCERTAIN, "time" },
    { "drop", VERDICT_UNCERTAIN, "could not send mail" },
};

static void test_verdicts(void **state)
{
    (void)state;
    struct smtp_server server;
    smtp_server_start(&server, SMTP_PLAIN);
    struct mailer_conf conf = conf_of(&server);
    conf.timeout_ms = 700;
    for (size_t i = 0; i < COUNT_OF(MODES); i++) {
        struct problem problem;
        smtp_server_mode(&server, MODES[i].mode);
        enum verdict got = send_by(&conf, &MAIL, &problem);
        if (got != MODES[i].want || !strstr(problem.text, MODES[i].says))
            fail_msg("%s: verdict %d, \"%s\"", MODES[i].mode, got, problem.text);
    }
    smtp_server_stop(&server);
}

static void test_nobody_listens(void **state)
{
    (void)state;
    struct problem problem;
    struct mailer_conf conf = { .url = "smtp://127.0.0.1:1", .from = "a@b", .timeout_ms = 2000 };
    assert_int_equal(send_by(&conf, &MAIL, &problem), VERDICT_REFUSED);
    assert_non_null(strstr(problem.text, "could not send mail"));
    conf.url = "http://127.0.0.1:1"; /* a URL of another protocol never leaves the machine */
    assert_int_equal(send_by(&conf, &MAIL, &problem), VERDICT_REFUSED);
}

static void test_a_bad_address_is_not_sent(void **state)
{
    (void)state;
    struct smtp_server server;
    struct problem problem;
    struct mail mail = MAIL;
    mail.to = "a@b>\r\nRCPT TO:<evil@example.com";
    smtp_server_start(&server, SMTP_PLAIN);
    struct mailer_conf conf = conf_of(&server);
    assert_int_equal(send_by(&conf, &mail, &problem), VERDICT_REFUSED);
    assert_int_equal(problem.rc, RC_INVALID);
    assert_int_equal(smtp_server_count(&server), 0);
    smtp_server_stop(&server);
}

static void test_starttls_and_login(void **state)
{
    (void)state;
    struct smtp_server server;
    struct problem problem;
    char ca[128];
    smtp_server_start(&server, SMTP_TLS | SMTP_AUTH);
    snprintf(ca, sizeof(ca), "%s/cert.pem", server.dir);
    struct mailer_conf conf = conf_of(&server);
    conf.tls = MAIL_TLS_REQUIRED;
    conf.user = "mlps";
    conf.password = "pass word";
    assert_int_equal(send_by(&conf, &MAIL, &problem),
                     VERDICT_REFUSED); /* a certificate nobody vouches for */
    conf.ca_file = ca;
    assert_int_equal(send_by(&conf, &MAIL, &problem), VERDICT_SENT);
    conf.password = "wrong";
    assert_int_equal(send_by(&conf, &MAIL, &problem), VERDICT_REFUSED);
    assert_null(strstr(problem.text, "wrong"));
    json_t *got = only_mail(&server);
    assert_true(json_is_true(json_object_get(got, "tls")));
    assert_string_equal(text_of(got, "user"), "mlps");
    json_decref(got);
    smtp_server_stop(&server);
}

static void test_tls_required_but_not_offered(void **state)
{
    (void)state;
    struct smtp_server server;
    struct problem problem;
    smtp_server_start(&server, SMTP_PLAIN);
    struct mailer_conf conf = conf_of(&server);
    conf.tls = MAIL_TLS_REQUIRED;
    assert_int_equal(send_by(&conf, &MAIL, &problem), VERDICT_REFUSED);
    conf.tls = MAIL_TLS_OFFERED;
    assert_int_equal(send_by(&conf, &MAIL, &problem), VERDICT_SENT);
    smtp_server_stop(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_mail_arrives_whole),
        cmocka_unit_test(test_one_mailer_sends_many),
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_nobody_listens),
        cmocka_unit_test(test_a_bad_address_is_not_sent),
        cmocka_unit_test(test_starttls_and_login),
        cmocka_unit_test(test_tls_required_but_not_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
