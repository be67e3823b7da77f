package org.bocau.transfer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.message.Spools;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Import and export as people do them, looked at, and without script. */
@BrowserTest
class TransferBrowserTest {
    private static final String MBOX =
            """
            From lan@example.net Sat Mar  1 10:00:00 2025
            From: Lan <lan@example.net>
            Subject: Ảnh Đà Lạt
            Message-ID: <dalat@example.net>

            Chào An, ảnh ở đây.

            From emma@example.com Sun Mar  2 10:00:00 2025

            no header

            """;

    private final TestServer server;
    private final TestAccount an;

    TransferBrowserTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        var mail = new MailAccount(an.id(), an.login(), "");
        server.bean(FolderStore.class).create(mail, null, "Gia đình");
    }

    private static FilePayload file(String name, String text) {
        return new FilePayload(
                name, "application/octet-stream", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void look(Page page, String name) {
        TestBrowser.look(page, "transfer-" + name);
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void filesComeInAndGoOut(Device device) throws IOException {
        var language = device == Device.PHONE ? "vi-VN" : "en-GB";
        try (var context = TestBrowser.shared().open(device, language)) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/settings/transfer");
            look(page, device + "-page");
            page.setInputFiles("#file", file("ảnh.jpg", "\0\1"));
            page.click("#import button.primary");
            assertThat(page.locator("#import-problem")).containsText("ảnh.jpg");
            assertThat(page.locator("#import button.primary")).isEnabled();
            look(page, device + "-problem");

            page.setInputFiles(
                    "#file",
                    new FilePayload[] {
                        file("Gia đình.mbox", MBOX), file("thư.eml", "Subject: Một\n\nMột\n")
                    });
            page.click("#import button.primary");
            page.waitForURL(Pattern.compile(".*/imports/.*"));
            assertThat(page.locator("#import-state[data-open=false]")).isVisible();
            assertThat(page.locator(".problem-list li")).hasCount(1);
            look(page, device + "-result");

            page.navigate(server.web() + "/settings/transfer");
            assertThat(page.locator(".settings-list strong")).containsText("Gia đình.mbox");
            look(page, device + "-again");
            page.navigate(server.web() + "/mail/~Gia~20đình");
            assertThat(page.locator(".row-subject")).containsText("Ảnh Đà Lạt");
            page.click(".list-tools details.menu:last-of-type summary");
            page.click(".list-tools a[href*='/settings/transfer/export']");
            look(page, device + "-export");
            var download = page.waitForDownload(() -> page.click("main button.primary"));
            assertThat(download.suggestedFilename()).isEqualTo("Gia đình.zip");
            assertThat(Files.size(download.path())).isGreaterThan(200);
        }
    }

    @Test
    void chosenMessagesAreTakenAlongTwice() throws IOException {
        server.deliver(an.login(), "Subject: Một\r\n\r\nx\r\n");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row-check input").first().check();
            page.click(".toolbar .more-menu summary");
            page.click(".toolbar .more-menu button[formaction='/settings/transfer/chosen']");
            assertThat(page.locator("main")).containsText("1 message");
            page.check("#format-mbox");
            for (int i = 0; i < 2; i++) {
                var download = page.waitForDownload(() -> page.click("main button.primary"));
                assertThat(Files.readString(download.path())).startsWith("From bocau@");
            }
        }
    }

    /** More than a page of them. */
    private void tickets() throws IOException {
        for (int i = 1; i <= 55; i++) {
            var letter = "From: Lan <lan@example.net>\r\nSubject: Vé tàu " + i + "\r\n\r\nx\r\n";
            server.deliver(an.login(), letter.getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void allThatASearchFoundIsTakenAlong(Device device) throws IOException {
        tickets();
        var language = device == Device.PHONE ? "vi-VN" : "en-GB";
        try (var context = TestBrowser.shared().open(device, language)) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/search?q=v%C3%A9");
            page.click(".list-tools details.menu:last-of-type summary");
            look(page, device + "-found-menu");
            page.click(".list-tools a[href*='/settings/transfer/export']");
            assertThat(page.locator("main form strong")).containsText("55");
            look(page, device + "-found");
            page.check("#format-mbox");
            var download = page.waitForDownload(() -> page.click("main button.primary"));
            assertThat(download.suggestedFilename()).isEqualTo("vé.mbox");
            var text = Files.readString(download.path());
            assertThat(text.split("(?m)^From bocau@", -1)).hasSize(56);
            page.click("main a[href^='/search']");
            assertThat(page.locator(".row")).hasCount(50);
        }
    }

    /** Before, only those of the page came, whatever the bar said was chosen. */
    @Test
    void whereEverythingIsChosenEverythingIsExported() throws IOException {
        tickets();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.check("#select-all");
            page.click("[data-everything]");
            page.click(".toolbar .more-menu summary");
            page.click(".toolbar .more-menu button[formaction='/settings/transfer/chosen']");
            assertThat(page.locator("main form strong")).hasText("55 messages");
        }
    }

    @Test
    void aFormIsEnough() {
        try (var context = TestBrowser.shared().withoutScript()) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/settings/transfer");
            assertThat(page.locator("#file-hint")).containsText("60 MB");
            page.setInputFiles("#file", file("Gia đình.mbox", MBOX));
            page.click("#import button.primary");
            assertThat(page.locator("#import-state[data-open=false]")).isVisible();
            assertThat(page.locator("#counted")).hasText("1 message imported");
        }
    }

    /** As it is found while its server's mail is away, or just before it goes on by itself. */
    @Test
    void whatWasInterruptedSaysThatItWillGoOn() throws IOException {
        var runner = server.bean(ImportRunner.class);
        runner.stop(); // it would go on at once
        try {
            var place = server.bean(Spools.class).newFile();
            Files.writeString(place, MBOX);
            long octets = Files.size(place);
            var file =
                    new UploadedFile(
                            "",
                            an.id(),
                            "Gia đình.mbox",
                            place,
                            octets,
                            FileKind.MBOX,
                            Instant.EPOCH);
            var imports = server.bean(Imports.class);
            var choice = new ImportChoice("INBOX", true, false);
            var id = imports.begin(an.id(), List.of(file), choice, 4 * octets).orElseThrow();
            server.bean(HeldFiles.class).keep(id, List.of(file));
            server.jdbc()
                    .sql("update mail_import set imported = 1214, done = 2 * ? where id = ?")
                    .params(octets, id)
                    .update();
            imports.end(an.id(), id, MailImport.State.INTERRUPTED);
            for (var device : Device.values()) {
                var language = device == Device.DESKTOP ? "en-GB" : "vi-VN";
                try (var context = TestBrowser.shared().open(device, language)) {
                    var page = TestBrowser.signIn(context, server, an);
                    page.navigate(server.web() + "/settings/transfer/imports/" + id);
                    assertThat(page.locator("form[action$='/continue']")).isVisible();
                    look(page, "put-off-" + device.name().toLowerCase(Locale.ROOT));
                    page.navigate(server.web() + "/settings/transfer");
                    look(page, "put-off-list-" + device.name().toLowerCase(Locale.ROOT));
                }
            }
            imports.cancel(an.id(), id);
        } finally {
            runner.start();
        }
    }
}
