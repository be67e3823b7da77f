package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.bocau.account.AccountEdit;
import org.bocau.account.Accounts;
import org.bocau.account.AliasRow;
import org.bocau.account.Aliases;
import org.bocau.account.MailingListSettings;
import org.bocau.account.MailingLists;
import org.bocau.account.Posting;
import org.bocau.account.Subscriptions;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Addresses behind which nobody is left: the sender is told, and no message vanishes. */
@IntegrationTest
class UnreachableTest {
    private static final String MESSAGE = "From: <ada@example.net>\r\n\r\nx\r\n";

    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;

    UnreachableTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
    }

    @Test
    void aListWhoseMembersAreAllSuspendedTakesNothing() throws IOException {
        server.list("staff", List.of("gone@elsewhere.example"));
        server.alias("only", List.of("staff"));
        server.alias("both", List.of("staff", "an"));
        suspend(address("staff"), EmailAddress.parse("gone@elsewhere.example"));
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<ada@example.net>");
            talk.must("550 5.2.4", "RCPT TO:<" + address("staff") + ">");
            talk.must("550 5.1.1", "RCPT TO:<" + address("only") + ">");
            talk.must("250", "RCPT TO:<" + address("both") + ">");
            assertThat(talk.data(MESSAGE + ".\r\n")).startsWith("250");
        }
        assertThat(TestInbox.messages(server, an)).hasSize(1);
    }

    @Test
    void aListThatHasLostItsMembersSinceRcptRefusesTheMessage() throws IOException {
        server.list("staff", List.of("gone@elsewhere.example"));
        try (var talk = SmtpTalk.mx(server)) {
            talk.envelope("ada@example.net", List.of(address("staff").toString()));
            suspend(address("staff"), EmailAddress.parse("gone@elsewhere.example"));
            assertThat(talk.data(MESSAGE + ".\r\n")).startsWith("550 5.2.4");
        }
    }

    @Test
    void anAliasThatLeadsNowhereSinceRcptIsTriedLater() throws IOException {
        server.alias("sales", List.of("an"));
        var aliases = server.bean(Aliases.class);
        try (var talk = SmtpTalk.mx(server)) {
            talk.envelope("ada@example.net", List.of(address("sales").toString()));
            aliases.delete(aliases.find(address("sales")).map(AliasRow::id).orElseThrow());
            assertThat(talk.data(MESSAGE + ".\r\n")).startsWith("450 4.2.1");
        }
        assertThat(TestInbox.messages(server, an)).isEmpty();
    }

    @Test
    void whereNoOwnerTakesMailThePostmasterLooksAfterTheList() throws IOException {
        server.alias("postmaster", List.of("an"));
        server.bean(MailingLists.class)
                .create(
                        address("staff"),
                        new MailingListSettings(
                                "",
                                List.of(address("an")),
                                Posting.ANYBODY,
                                List.of(address("binh"))));
        disable(binh);
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.send("ada@example.net", List.of(at("staff-owner")), MESSAGE))
                    .startsWith("250");
        }
        assertThat(TestInbox.messages(server, an)).hasSize(1);
    }

    private void suspend(EmailAddress list, EmailAddress member) {
        var subscriptions = server.bean(Subscriptions.class);
        var id = server.bean(MailingLists.class).find(list).orElseThrow().id();
        var who = subscriptions.find(id, member).orElseThrow();
        assertThat(subscriptions.bounced(who, "5.1.1", now(), 1)).isTrue();
    }

    private Instant now() {
        return server.bean(Clock.class).instant();
    }

    private void disable(TestAccount account) {
        var accounts = server.bean(Accounts.class);
        int version = accounts.find(account.id()).orElseThrow().version();
        accounts.edit(account.id(), version, new AccountEdit("", false, false, 0, null));
    }

    private String at(String name) {
        return name + "@" + server.domain();
    }

    private EmailAddress address(String name) {
        return EmailAddress.parse(at(name));
    }
}
