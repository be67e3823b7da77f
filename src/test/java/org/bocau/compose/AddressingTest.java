package org.bocau.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bocau.mailclient.Filenames;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.MessageKey;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.preferences.Identity;
import org.bocau.webmail.MailPages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people type and what URLs carry: recipients, mailbox paths, message keys, file names,
 * cursors.
 */
class AddressingTest {
    @Test
    void readsRecipientsHoweverTheyAreSeparated() {
        var read =
                Recipients.parse(
                        "an@example.org; Bình <binh@example.org>,\n\"Lê, Chi\" <chi@example.org>");
        assertThat(read.wrong()).isEmpty();
        assertThat(read.addresses())
                .extracting(a -> a.getAddress())
                .containsExactly("an@example.org", "binh@example.org", "chi@example.org");
        assertThat(read.addresses())
                .extracting(a -> a.getPersonal())
                .containsExactly(null, "Bình", "Lê, Chi");
    }

    @Tag("T39")
    @ParameterizedTest
    @ValueSource(
            strings = {"an", "an@", "@example.org", "an@exa mple.org", "<an@example.org", "a b c"})
    void saysWhichPieceIsNoAddress(String typed) {
        var read = Recipients.parse("ok@example.org, " + typed);
        assertThat(read.addresses()).hasSize(1);
        assertThat(read.wrong()).containsExactly(typed);
    }

    @Tag("T39")
    @Test
    void aLineEndNeverGetsIntoAHeaderField() {
        var read = Recipients.parse("\"x\r\nBcc: evil@example.org\" <an@example.org>");
        for (var address : read.addresses())
            assertThat(address.toString()).doesNotContain("\r", "\n");
        var form = ComposeForm.to("an@example.org", "", "a\r\nBcc: evil@example.org", "x");
        var composition =
                Composition.of(
                        new MailAccount(new org.bocau.account.AccountId(1), "an@example.org", ""),
                        new Identity(0, "", "an@example.org", "", "", "", true),
                        form,
                        List.of());
        assertThat(composition.subject()).isEqualTo("a  Bcc: evil@example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Work",
                "Du lịch",
                "Work/Clients",
                "a~b",
                "100%",
                "日本",
                "inbox",
                "x.y;z",
                "\"quoted\""
            })
    void mailboxNamesSurviveTheUrl(String name) {
        var path = MailboxPath.of(name, null);
        assertThat(path.segment()).startsWith("~").doesNotContain("/", "%", ";", "\"");
        assertThat(path.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "~~", "~~2", "~~GG", "~~00", "~~0A", "~~FF", "inbox"})
    void malformedPathsNameNothing(String segment) {
        assertThat(new MailboxPath(segment).name()).isNull();
    }

    @Test
    void groupsMessagesByWhereTheyAreAndGo() {
        var routes = MessageKey.routes(List.of("inbox:3", "sent:1", "inbox:2", "trash:9>inbox"));
        assertThat(routes).hasSize(3);
        assertThat(routes.get(new MessageKey.Route(MailboxPath.INBOX, null))).containsExactly(2, 3);
        assertThat(routes.get(new MessageKey.Route(new MailboxPath("trash"), MailboxPath.INBOX)))
                .containsExactly(9);
    }

    @Tag("T38")
    @Tag("T43")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "inbox",
                "inbox:",
                "inbox:x",
                "inbox:1\r\nA LOGOUT",
                "inbox:-1",
                "inbox:99999999999"
            })
    void whatIsNoKeyIsNotThere(String key) {
        assertThatThrownBy(() -> MessageKey.parse(key)).isInstanceOf(NoSuchMailException.class);
    }

    @Tag("T28")
    @ParameterizedTest
    @CsvSource({
        "'../../etc/passwd', passwd",
        "'C:\\Windows\\x.exe', x.exe",
        "'a\u202Egnp.exe', agnp.exe",
        "'a\"b<c>.txt', a_b_c_.txt",
        "'..hidden.', hidden",
        "'bảng kê.csv', bảng kê.csv"
    })
    void fileNamesAreMadeSafe(String given, String safe) {
        assertThat(Filenames.safe(given)).isEqualTo(safe);
    }

    @Test
    void longFileNamesKeepTheirExtension() {
        assertThat(Filenames.safe("x".repeat(10_000) + ".pdf")).hasSize(120).endsWith(".pdf");
        assertThat(Filenames.safe("a\r\nSet-Cookie: x\0.txt")).isEqualTo("aSet-Cookie_ x.txt");
    }

    @Tag("T54")
    @ParameterizedTest
    @CsvSource({
        "/mail/sent, /mail/sent",
        "'/search?q=a', '/search?q=a'",
        "//evil.example, /mail/inbox",
        "/\\evil.example, /mail/inbox",
        "https://evil.example/mail/, /mail/inbox",
        "'/mail/x y', /mail/inbox"
    })
    void goesBackOnlyToPagesOfOurs(String asked, String taken) {
        assertThat(MailPages.back(asked)).isEqualTo(taken);
    }
}
