package org.bocau.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All that a search finds goes into a file: of every page and every folder, and nothing else. */
@IntegrationTest
class FoundExportTest {
    private static final String EXPORT = "/settings/transfer/export";
    private static final String FILE = "/settings/transfer/file";
    private static final int MORE_THAN_A_PAGE = 60;

    private final TestServer server;
    private final TestAccount account;
    private final WebVisitor visitor;

    FoundExportTest(TestServer server) {
        this.server = server;
        this.account = server.account("an");
        this.visitor = WebVisitor.signedIn(server, account);
    }

    /** Invoices, more than a page of them, the first in a folder; and mail that is none. */
    private void invoices() throws IOException {
        for (int i = 1; i <= MORE_THAN_A_PAGE; i++) deliver("Hoá đơn " + i);
        deliver("Đi ăn trưa?");
        var mail = new MailAccount(account.id(), account.login(), "");
        server.bean(FolderStore.class).create(mail, null, "Công việc");
        server.bean(MailClient.class)
                .in(mail, "INBOX", connection -> connection.uidMove(new long[] {1}, "Công việc"));
    }

    private void deliver(String subject) throws IOException {
        var letter = "From: lan@example.net\r\nSubject: " + subject + "\r\n\r\nChào An.\r\n";
        server.deliver(account.login(), letter.getBytes(StandardCharsets.UTF_8));
    }

    private static String q(String text) {
        return "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, String> unpacked(byte[] octets) throws IOException {
        var entries = new TreeMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(octets))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                entries.put(
                        entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
        }
        return entries;
    }

    private static int messages(Format format, Map<String, String> entries) {
        var text = String.join("", entries.values());
        return switch (format) {
            case MBOX -> text.split("(?m)^From bocau@", -1).length - 1;
            case EML, MAILDIR -> text.split("Chào An", -1).length - 1;
        };
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void allPagesOfAllFoldersCome(Format format) throws IOException {
        invoices();
        var found = visitor.get("/search?" + q("hoa don"));
        var link = found.page().select(".list-tools a[href*='" + EXPORT + "']");
        assertThat(link.text()).isEqualTo("Export all 60 found");
        var asked = visitor.get(link.attr("href"));
        assertThat(asked.page().select("h1").text()).isEqualTo("Export what “hoa don” finds");
        assertThat(asked.page().select("main form strong").text()).isEqualTo("60 messages");
        assertThat(asked.page().select("main form input[name=q]").val()).isEqualTo("hoa don");

        var octets = visitor.download(FILE + "?format=" + format.key() + "&" + q("hoa don"));
        var entries = unpacked(octets);
        assertThat(messages(format, entries)).isEqualTo(MORE_THAN_A_PAGE);
        var folder = format == Format.MAILDIR ? "C&APQ-ng vi&Hsc-c" : "Công việc";
        assertThat(entries.keySet()).anyMatch(name -> name.contains(folder));
        assertThat(entries.values()).noneMatch(text -> text.contains("trưa"));
    }

    @Test
    void theFileIsNamedAfterTheSearch() throws IOException {
        deliver("Hoá đơn 1");
        var head = visitor.head(FILE + "?format=mbox&" + q("in:inbox subject:\"hoa don\""));
        assertThat(head.header("content-type")).isEqualTo("application/mbox");
        assertThat(head.header("content-disposition"))
                .contains("attachment", "in_inbox subject__hoa don_.mbox");
    }

    @Test
    void allThatIsChosenIsMoreThanThePage() throws IOException {
        invoices();
        visitor.get("/search?" + q("hoa don"));
        var chosen = "/settings/transfer/chosen";
        var found = visitor.post(chosen, "m", "inbox:2", "all", "true", "q", "hoa don");
        assertThat(found.page().select("main form strong").text()).isEqualTo("60 messages");
        visitor.get("/mail/inbox");
        var folder = visitor.post(chosen, "m", "inbox:2", "all", "true", "in", "inbox", "q", "");
        assertThat(folder.page().select("main form strong").text()).isEqualTo("60 messages");
        assertThat(folder.page().select("h1").text()).isEqualTo("Export Inbox");
    }

    /** Of neither a list nor a search, it would be the whole account. */
    @Test
    void allOfNothingIsNothing() throws IOException {
        deliver("Hoá đơn 1");
        visitor.get("/mail/inbox");
        var chosen = "/settings/transfer/chosen";
        assertThat(visitor.post(chosen, "all", "true").status()).isEqualTo(400);
        assertThat(visitor.post(chosen, "all", "true", "in", " ", "q", "").status()).isEqualTo(400);
    }

    @Test
    void whatALabelShowsCanBeTakenAlong() throws IOException {
        deliver("Hoá đơn 1");
        deliver("Hoá đơn 2");
        visitor.get("/labels/new");
        visitor.submit("/labels/new", "name", "Thuế", "colour", "blue");
        visitor.get("/mail/inbox");
        visitor.post("/mail/actions", "action", "label:thue", "m", "inbox:2");
        var link =
                visitor.get("/label/thue").page().select(".list-tools a[href*='" + EXPORT + "']");
        assertThat(link.text()).isEqualTo("Export the message found");
        var asked = visitor.get(link.attr("href"));
        assertThat(asked.page().select("main form strong").text()).isEqualTo("1 message");
    }

    @Test
    void whatFindsNothingOffersNothing() throws IOException {
        deliver("Hoá đơn 1");
        assertThat(visitor.get("/search?" + q("dragon")).page().select("a[href*='transfer/exp']"))
                .isEmpty();
        var asked = visitor.get(EXPORT + "?" + q("dragon"));
        assertThat(asked.page().select("main form strong").text()).isEqualTo("No messages");
        assertThat(asked.page().select("main button")).isEmpty();
        assertThat(unpacked(visitor.download(FILE + "?format=mbox&" + q("dragon")))).isEmpty();
    }

    /** What names no folder is left out by the search, so nothing is left to ask. */
    @ParameterizedTest
    @ValueSource(strings = {"in:nowhere", "before:tomorrowish", "()"})
    void whatAsksForNothingIsNotThere(String text) throws IOException {
        deliver("Hoá đơn 1");
        assertThat(visitor.get(EXPORT + "?" + q(text)).status()).isEqualTo(404);
        assertThat(visitor.get(FILE + "?" + q(text)).status()).isEqualTo(404);
    }

    @Test
    void othersFindNothingOfIt() throws IOException {
        deliver("Hoá đơn 1");
        var binh = WebVisitor.signedIn(server, server.account("binh"));
        var asked = binh.get(EXPORT + "?" + q("hoa don"));
        assertThat(asked.page().select("main form strong").text()).isEqualTo("No messages");
    }
}
