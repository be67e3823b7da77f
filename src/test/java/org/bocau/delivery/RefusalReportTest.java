package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.account.Directory;
import org.bocau.rules.Filters;
import org.bocau.rules.Scripts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/**
 * What a sender is told of people who refuse a message and whom he has not named: as he asked for
 * the address he did name. RFC 3461 §5.2.7, RFC 3464 §2.3, RFC 5429 §2.1.
 */
@IntegrationTest
class RefusalReportTest {
    private static final String REFUSES = "require \"ereject\"; ereject \"Xin gửi lại sau Tết\";";

    private final TestServer server;
    private final TestAccount lan;

    RefusalReportTest(TestServer server) {
        this.server = server;
        this.lan = server.account("lan");
        server.account("binh");
        own("an", REFUSES);
        server.alias("office", List.of("an"));
        server.alias("team", List.of("an", "binh"));
    }

    private void own(String name, String script) {
        server.bean(Scripts.class).save(account(name), Filters.NONE.with(script, true));
    }

    private AccountId account(String name) {
        return server.bean(Directory.class)
                .accountByLogin(server.account(name).login())
                .orElseThrow()
                .id();
    }

    private String at(String name) {
        return name + "@" + server.domain();
    }

    private String submit(String... recipients) throws IOException {
        try (var talk = SmtpTalk.as(server, lan)) {
            talk.must("250", "MAIL FROM:<" + lan.login() + "> ENVID=tet-2026");
            for (var recipient : recipients) {
                talk.must("250", "RCPT TO:" + recipient);
            }
            return talk.data("From: <" + lan.login() + ">\r\nSubject: r\r\n\r\nx\r\n.\r\n");
        }
    }

    private String to(String name, String parameters) {
        return "<" + at(name) + "> " + parameters;
    }

    private List<String> reports() throws IOException {
        return TestInbox.messages(server, lan);
    }

    @Test
    void whoIsBehindAnAliasIsReportedAsWhoWasNamed() throws IOException {
        assertThat(
                        submit(
                                to("office", "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;An@old.example"),
                                to("binh", "NOTIFY=FAILURE")))
                .startsWith("250");
        assertThat(reports())
                .singleElement()
                .asString()
                .contains("Original-Envelope-Id: tet-2026\r\n")
                .contains("Original-Recipient: rfc822; An@old.example\r\n")
                .contains("Final-Recipient: rfc822; " + at("office") + "\r\n")
                .contains("Action: failed\r\n", "Status: 5.7.1\r\n")
                .doesNotContain("Action: delivered", "<" + at("an") + ">", at("binh"));
    }

    @Test
    void whoWantsToHearOfNoFailureHearsOfNone() throws IOException {
        for (var notify : List.of("NEVER", "SUCCESS", "DELAY")) {
            assertThat(submit(to("office", "NOTIFY=" + notify), to("binh", "NOTIFY=FAILURE")))
                    .startsWith("250");
        }
        assertThat(reports()).isEmpty();
        assertThat(TestInbox.messages(server, server.account("an"))).isEmpty();
        assertThat(TestInbox.messages(server, server.account("binh"))).hasSize(3);
    }

    /** Others behind the address have it, and the sender must not send it to them again. */
    @Test
    void oneOfSeveralIsReportedBesideThatItWentToAll() throws IOException {
        assertThat(submit(to("team", "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Team@old.example")))
                .startsWith("250");
        assertThat(reports())
                .singleElement()
                .asString()
                .contains("Action: expanded\r\n", "Action: failed\r\n")
                .contains("One of several here: ")
                .containsPattern(
                        "(?s)rfc822; Team@old.example\r\nFinal-Recipient: rfc822; team@.*rfc822;"
                                + " Team@old.example\r\nFinal-Recipient: rfc822; team@")
                .doesNotContain("<" + at("an"), "rfc822; " + at("an"), at("binh"));
        assertThat(TestInbox.messages(server, server.account("binh"))).hasSize(1);
    }

    @Test
    void theReplyNamesWhomTheSenderNamed() throws IOException {
        assertThat(submit(to("office", "")))
                .isEqualTo("550 5.7.1 <" + at("office") + "> Xin gui lai sau Tet");
        assertThat(reports()).isEmpty();
    }

    @Test
    void oneNamedTwiceIsReportedOfBoth() throws IOException {
        assertThat(
                        submit(
                                to("office", "NOTIFY=FAILURE ORCPT=rfc822;1@old.example"),
                                to("an", "NOTIFY=NEVER"),
                                to("team", "NOTIFY=FAILURE ORCPT=rfc822;2@old.example")))
                .startsWith("250");
        assertThat(reports())
                .singleElement()
                .asString()
                .contains("rfc822; 1@old.example\r\n", "rfc822; 2@old.example\r\n")
                .doesNotContain("rfc822; " + at("an"));
    }

    /** Whose script sends it on to somebody who refuses it: that is how it failed for him. */
    @Test
    void whoseMailIsSentOnIsReportedWhenThatIsRefused() throws IOException {
        own("chi", "redirect \"" + at("an") + "\";");
        assertThat(
                        submit(
                                to("chi", "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Chi@old.example"),
                                to("binh", "")))
                .startsWith("250");
        assertThat(reports())
                .singleElement()
                .asString()
                .contains("Original-Recipient: rfc822; Chi@old.example\r\n")
                .contains("Final-Recipient: rfc822; " + at("chi") + "\r\n")
                .contains("Action: failed\r\n")
                .doesNotContain("Action: delivered", "<" + at("an"), "rfc822; " + at("an"));
    }

    @Test
    void whatIsSentOnElsewhereIsReportedOnAsTheSenderAsked() throws IOException {
        own("chi", "redirect \"x@away." + server.domain() + "\";");
        submit(to("chi", "NOTIFY=NEVER"));
        submit(to("chi", "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Chi@old.example"));
        submit(to("chi", ""));
        assertThat(
                        server.jdbc()
                                .sql(
                                        """
                                        select r.notify || ' ' || coalesce(r.orcpt, '-') from queue_recipient r
                                          join queue_message m on m.id = r.message_id
                                         where r.address = ? order by m.id
                                        """)
                                .param("x@away." + server.domain())
                                .query(String.class)
                                .list())
                .containsExactly("NEVER -", "FAILURE rfc822;Chi@old.example", " -");
    }

    /** Members are the list's affair: who refuses keeps it, and whoever wrote hears nothing. */
    @Test
    void aListsMemberWhoRefusesKeepsIt() throws IOException {
        server.list("staff", List.of("an", "binh"));
        assertThat(submit(to("staff", "NOTIFY=SUCCESS,FAILURE"))).startsWith("250");
        assertThat(TestInbox.messages(server, server.account("an"))).hasSize(1);
        assertThat(reports())
                .singleElement()
                .asString()
                .contains("Action: delivered\r\n")
                .doesNotContain("Action: failed");
    }
}
