package org.bocau.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.Mailboxes;
import org.bocau.rules.Absence;
import org.bocau.rules.Scripts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.triage.LabelColour;
import org.bocau.triage.Labels;
import org.junit.jupiter.api.Test;

/** Rules, a script and an absence by forms, without scripts in the browser. */
@IntegrationTest
class RulePagesTest {
    private final TestServer server;
    private final TestAccount an;
    private final WebVisitor owner;

    RulePagesTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.owner = WebVisitor.signedIn(server, an);
    }

    private void send(String subject) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            var message =
                    "From: Cửa hàng <ban@shop.example>\r\nTo: <%s>\r\nSubject: %s\r\n\r\nx\r\n"
                            .formatted(an.login(), subject);
            assertThat(talk.send("ban@shop.example", List.of(an.login()), message))
                    .startsWith("250");
        }
    }

    private long in(String mailbox) {
        return server.bean(Mailboxes.class)
                .find(an.id(), mailbox)
                .map(Mailbox::messages)
                .orElse(-1L);
    }

    @Test
    void aRuleIsTriedSavedSwitchedOffAndDeleted() throws IOException {
        send("hoa don 10");
        owner.get("/settings/rules/new?from=shop.example");
        var tried =
                owner.submit(
                        "/settings/rules/new",
                        "field",
                        "FROM",
                        "operator",
                        "CONTAINS",
                        "value",
                        "SHOP.example",
                        "folder",
                        "Archive",
                        "action",
                        "try");
        assertThat(tried.page().select(".trial li")).hasSize(1);
        assertThat(tried.page().select("select[name=folder] option[selected]").val())
                .isEqualTo("Archive");
        assertThat(in("INBOX")).isEqualTo(1);

        var saved =
                owner.submit(
                        "/settings/rules/new",
                        "field",
                        "FROM",
                        "operator",
                        "CONTAINS",
                        "value",
                        "SHOP.example",
                        "folder",
                        "Archive",
                        "action",
                        "save");
        assertThat(saved.notice()).contains("in force");
        assertThat(saved.page().select(".settings-list li")).hasSize(1);
        send("hoa don 11");
        assertThat(in("Archive")).isEqualTo(1);

        var id = server.bean(Scripts.class).of(an.id()).rules().getFirst().id();
        owner.submit("/settings/rules/" + id + "/toggle");
        send("hoa don 12");
        assertThat(in("INBOX")).isEqualTo(2);

        owner.get("/settings/rules/" + id);
        var deleted = owner.submit("/settings/rules/" + id + "/delete");
        assertThat(deleted.page().select(".settings-list li")).isEmpty();
        assertThat(owner.get("/settings/rules/" + id).status()).isEqualTo(404);
    }

    @Test
    void whoseScriptFailsIsToldUntilItIsSavedAnew() throws IOException {
        owner.get("/settings/rules/script");
        var script = "require [\"reject\", \"fileinto\"]; reject \"no\"; fileinto \"x\";";
        owner.submit("/settings/rules/script", "text", script, "active", "true");
        assertThat(owner.get("/settings/rules").page().text()).doesNotContain("failed");
        send("hoa don 12");
        assertThat(in("INBOX")).isEqualTo(1);
        var page = owner.get("/settings/rules").page();
        assertThat(page.select(".banner").text())
                .contains("Your script failed on", "refused a message", "kept in the Inbox");
        assertThat(page.select(".banner time")).hasSize(1);
        owner.get("/settings/rules/script");
        owner.submit("/settings/rules/script", "text", "keep;", "active", "true");
        assertThat(owner.get("/settings/rules").page().text()).doesNotContain("failed");
    }

    @Test
    void aRuleIsAppliedToMailThatIsThereAndTakenBack() throws IOException {
        send("hoa don 1");
        send("hoa don 2");
        send("khac");
        owner.get("/settings/rules/new");
        var job =
                owner.submit(
                        "/settings/rules/new",
                        "field",
                        "SUBJECT",
                        "operator",
                        "CONTAINS",
                        "value",
                        "Hoa don",
                        "folder",
                        "Archive",
                        "star",
                        "true",
                        "old",
                        "inbox",
                        "action",
                        "save");
        var page = job.at().getPath();
        assertThat(page).startsWith("/mail/jobs/");
        job = ended(job);
        assertThat(job.page().select("#job-text").text())
                .isEqualTo("The rule was applied to 2 messages");
        assertThat(in("Archive")).isEqualTo(2);
        assertThat(in("INBOX")).isEqualTo(1);
        owner.submit("/mail/undo", "id", page.substring(page.lastIndexOf('/') + 1));
        assertThat(in("Archive")).isZero();
        assertThat(in("INBOX")).isEqualTo(3);
        assertThat(owner.get("/mail/inbox").page().select(".row")).hasSize(3);
        assertThat(owner.last().page().select(".row.starred")).isEmpty();

        owner.get("/settings/rules/new");
        var none =
                owner.submit(
                        "/settings/rules/new",
                        "field",
                        "SUBJECT",
                        "operator",
                        "CONTAINS",
                        "value",
                        "nothing at all",
                        "star",
                        "true",
                        "old",
                        "inbox");
        assertThat(none.notice()).contains("changes no message");
        owner.get("/settings/rules/new");
        assertThat(owner.submit("/settings/rules/new", "star", "true", "old", "~x").status())
                .isEqualTo(404);
    }

    private WebVisitor.Answer ended(WebVisitor.Answer job) {
        var until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!job.page().select("#job-progress").isEmpty()) {
            assertThat(System.nanoTime()).as("the job ends").isLessThan(until);
            job = owner.get(job.at().getPath());
        }
        return job;
    }

    @Test
    void mistakesAreShownWhereTheyWereMade() {
        owner.get("/settings/rules/new");
        var nothing =
                owner.submit(
                        "/settings/rules/new",
                        "field",
                        "FROM",
                        "operator",
                        "CONTAINS",
                        "value",
                        "a",
                        "action",
                        "save");
        assertThat(nothing.errorAt("folder")).contains("what is to be done");
        var size =
                owner.submit(
                        "/settings/rules/new",
                        "field",
                        "SIZE",
                        "operator",
                        "LARGER",
                        "value",
                        "big",
                        "star",
                        "true");
        assertThat(size.errorAt("value")).contains("whole number");
        var label = owner.submit("/settings/rules/new", "label", "hai từ", "value", "");
        assertThat(label.errorAt("label")).contains("one word");
        var address = owner.submit("/settings/rules/new", "label", "", "forward", "nobody");
        assertThat(address.errorAt("forward")).contains("not an address");
        assertThat(server.bean(Scripts.class).of(an.id()).rules()).isEmpty();
    }

    @Test
    void aScriptOfOnesOwnIsCheckedAndUsed() throws IOException {
        owner.get("/settings/rules/script");
        var wrong =
                owner.submit(
                        "/settings/rules/script", "text", "keep;\nfrobnicate;", "active", "true");
        assertThat(wrong.errorAt("text")).contains("Line 2").contains("frobnicate");
        owner.submit("/settings/rules/script", "text", "discard;", "active", "true");
        send("gone");
        assertThat(in("INBOX")).isZero();
        assertThat(owner.get("/settings/absence").page().text()).contains("script of your own");
    }

    @Test
    void anAbsenceIsSwitchedOnWithItsDays() {
        owner.get("/settings/absence");
        var empty = owner.submit("/settings/absence", "enabled", "true", "text", "");
        assertThat(empty.errorAt("text")).contains("answered");
        var order =
                owner.submit(
                        "/settings/absence",
                        "enabled",
                        "true",
                        "text",
                        "x",
                        "from",
                        "2026-12-02",
                        "until",
                        "2026-12-01");
        assertThat(order.errorAt("until")).contains("before");
        var days = owner.submit("/settings/absence", "until", "", "days", "0");
        assertThat(days.errorAt("days")).contains("30");
        var on = owner.submit("/settings/absence", "days", "3", "text", "Tôi đi vắng.");
        assertThat(on.notice()).contains("switched on");
        assertThat(server.bean(Scripts.class).of(an.id()).absence())
                .extracting(Absence::enabled, Absence::days, Absence::text)
                .containsExactly(true, 3, "Tôi đi vắng.");
    }

    @Test
    void aLabelIsChosenByItsName() {
        var label = server.bean(Labels.class).create(an.id(), "Gấp lắm", LabelColour.RED);
        var form = owner.get("/settings/rules/new").page();
        assertThat(form.select("#label option").eachText()).containsExactly("No label", "Gấp lắm");
        owner.submit(
                "/settings/rules/new",
                with(
                        List.of("field", "FROM", "operator", "CONTAINS", "value", "sep"),
                        "label",
                        label.keyword(),
                        "action",
                        "save"));
        assertThat(owner.last().page().select(".settings-list").text()).contains("Gấp lắm");
        var id = server.bean(Scripts.class).of(an.id()).rules().getFirst().id();
        var again = owner.get("/settings/rules/" + id).page();
        assertThat(again.select("#label option[selected]").text()).isEqualTo("Gấp lắm");
    }

    @Test
    void aRuleMayLookAtTheText() throws IOException {
        owner.get("/settings/rules/new");
        var fields =
                List.of(
                        "name",
                        "Hết hạn",
                        "field",
                        "BODY",
                        "operator",
                        "CONTAINS",
                        "value",
                        "gia hạn");
        var tried =
                owner.submit(
                        "/settings/rules/new", with(fields, "action", "try", "delete", "true"));
        assertThat(tried.page().select("#trial h2").text()).isEqualTo("This rule cannot be tried");
        owner.get("/settings/rules/new");
        owner.submit("/settings/rules/new", with(fields, "action", "save", "delete", "true"));
        assertThat(server.bean(Scripts.class).of(an.id()).rules()).hasSize(1);
        assertThat(owner.get("/settings/rules").page().select("pre.script").text())
                .contains("body :text :contains :comparator \"i;unicode-casemap\" \"gia hạn\"");
        var fieldsOfIt =
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n";
        try (var talk = SmtpTalk.mx(server)) {
            talk.envelope("ban@shop.example", List.of(an.login()));
            assertThat(talk.data(fieldsOfIt + "\r\nXin GIA H=E1=BA=A0N th=E1=BA=BB.\r\n.\r\n"))
                    .startsWith("250");
        }
        assertThat(in("Trash")).isEqualTo(1);
        assertThat(in("INBOX")).isZero();
    }

    private static String[] with(List<String> fields, String... more) {
        return Stream.concat(fields.stream(), Stream.of(more)).toArray(String[]::new);
    }
}
