package org.bocau.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MessageCopies;
import org.bocau.mailclient.MessageFiling;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail goes out in files and comes in from them, by forms and by uploads. */
@IntegrationTest
class TransferTest {
    private static final Instant AT = Instant.parse("2025-03-01T08:30:07Z");
    private static final String PAGE = "/settings/transfer";
    private static final String LETTER =
            """
            Message-ID: <thu-moi@one.example>
            From: binh@one.example
            Subject: Thư/mời: "họp"
            Status: an own one

            From here
            >From there

            end
            """
                    .replace("\n", "\r\n");
    private static final String NOTE =
            "Message-ID: <note@one.example>\r\nSubject: note\r\n\r\nFrom An Sun 08:30:00\r\n\r\n\r\n";

    private final TestServer server;
    private final TestAccount account;
    private final WebVisitor visitor;

    TransferTest(TestServer server) {
        this.server = server;
        this.account = server.account("an");
        this.visitor = WebVisitor.signedIn(server, account);
    }

    private static MailAccount mail(TestAccount one) {
        return new MailAccount(one.id(), one.login(), "");
    }

    private void file(String mailbox, String text, String... flags) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        var letter =
                new MessageFiling.Letter(
                        new TreeSet<>(List.of(flags)),
                        AT,
                        octets.length,
                        () -> new ByteArrayInputStream(octets));
        assertThat(server.bean(MessageFiling.class).file(mail(account), mailbox, letter))
                .isEqualTo(MessageFiling.Outcome.FILED);
    }

    /** All mail of somebody: octets by folder, date and flags. */
    private Map<String, String> everything(TestAccount one) throws IOException {
        var copies = server.bean(MessageCopies.class);
        var all = new TreeMap<String, String>();
        for (var folder : server.bean(FolderStore.class).list(mail(one)).selectable()) {
            var uids = copies.uids(mail(one), folder);
            copies.each(
                    mail(one),
                    folder,
                    uids,
                    (message, octets) ->
                            all.merge(
                                    folder.name()
                                            + " "
                                            + message.receivedAt()
                                            + " "
                                            + new TreeSet<>(message.flags()),
                                    new String(octets.readAllBytes(), StandardCharsets.UTF_8),
                                    String::concat));
        }
        return all;
    }

    private WebVisitor.Answer imported(WebVisitor who, String name, byte[] octets, String... more) {
        who.get(PAGE);
        var taken = who.upload(PAGE + "/upload?name=" + name, octets);
        assertThat(taken.status()).as(taken.page().text()).isEqualTo(200);
        var id = taken.page().text().replaceAll(".*\"id\":\"([0-9a-f]+)\".*", "$1");
        var fields = new java.util.ArrayList<>(List.of("upload", id, "skip", "true"));
        fields.addAll(List.of(more));
        return ended(who, who.post(PAGE + "/import", fields.toArray(String[]::new)));
    }

    private static WebVisitor.Answer ended(WebVisitor who, WebVisitor.Answer answer) {
        var until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (answer.page().select("#import-state[data-open=true]").size() > 0) {
            assertThat(System.nanoTime()).as("the import ends").isLessThan(until);
            answer = who.get(answer.at().getPath());
        }
        return answer;
    }

    private static byte[] zip(Map<String, String> entries) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var one : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                zip.write(one.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
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

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatGoesOutComesInAgain(Format format) throws IOException {
        server.bean(FolderStore.class).create(mail(account), null, "Công việc");
        server.bean(FolderStore.class).create(mail(account), null, "Công việc/Dự án A.B");
        file("INBOX", LETTER, "\\Seen", "\\Flagged", "work");
        file("INBOX", NOTE);
        file("Công việc", NOTE, "\\Answered", "$Forwarded", "viec-nha");
        var large =
                "Message-ID: <l@one.example>\r\nSubject: l\r\n\r\n"
                        + "0123456789abcd\r\n".repeat(90_000);
        file("Công việc/Dự án A.B", large, "\\Seen");

        visitor.get(PAGE + "/export?folder=");
        var page = visitor.last().page();
        assertThat(page.select("main").text()).contains("4 messages").contains("1.4 MB");
        var octets = visitor.download(PAGE + "/file?format=" + format.key());
        var binh = server.account("binh");
        var answer = imported(WebVisitor.signedIn(server, binh), "thu.zip", octets);
        assertThat(answer.page().select("#counted").text()).isEqualTo("4 messages imported");
        assertThat(answer.page().select("#import-state h2").text()).isEqualTo("Done");

        var expected = everything(account);
        if (format == Format.MAILDIR) { // its separator is no letter of a name
            Map<String, String> moved = new TreeMap<>();
            expected.forEach((key, value) -> moved.put(key.replace("A.B", "A_B"), value));
            expected = moved;
        }
        assertThat(everything(binh)).isEqualTo(expected);

        var again = imported(WebVisitor.signedIn(server, binh), "thu.zip", octets);
        assertThat(again.page().select("#counted").text())
                .isEqualTo("No messages imported, 4 were there already");
        assertThat(everything(binh)).isEqualTo(expected);
    }

    @Test
    void namesAreThoseOfTheFormat() throws IOException {
        file("INBOX", LETTER, "\\Seen", "\\Flagged", "work");
        var eml = unpacked(visitor.download(PAGE + "/file?format=eml&folder=inbox"));
        assertThat(eml)
                .containsExactlyEntriesOf(
                        Map.of("INBOX/2025-03-01 0830 Thư_mời_ _họp_ (1).eml", LETTER));
        var maildir = unpacked(visitor.download(PAGE + "/file?format=maildir&folder=inbox"));
        int size = LETTER.getBytes(StandardCharsets.UTF_8).length;
        assertThat(maildir)
                .containsEntry(
                        "Maildir/cur/" + AT.getEpochSecond() + ".U1.bocau,S=" + size + ":2,FSa",
                        LETTER)
                .containsEntry("Maildir/dovecot-keywords", "0 work\n")
                .containsKeys("Maildir/new/", "Maildir/tmp/");
        var mbox =
                new String(
                        visitor.download(PAGE + "/file?format=mbox&folder=inbox"),
                        StandardCharsets.UTF_8);
        assertThat(mbox)
                .startsWith(
                        """
                        From bocau@export.invalid Sat Mar 01 08:30:07 2025
                        Status: RO
                        X-Status: F
                        X-Keywords: work
                        Message-ID: <thu-moi@one.example>
                        """)
                .endsWith("Status: an own one\n\n>From here\n>>From there\n\nend\n\n");
    }

    @Test
    void aFolderGoesWithOrWithoutItsSubfolders() throws IOException {
        var folders = server.bean(FolderStore.class);
        folders.create(mail(account), null, "Work");
        folders.create(mail(account), null, "Work/Clients");
        file("Work", NOTE);
        file("Work/Clients", NOTE);
        assertThat(visitor.get(PAGE + "/export?folder=~Work").page().select("main").text())
                .contains("1 message,");
        assertThat(unpacked(visitor.download(PAGE + "/file?folder=~Work"))).hasSize(1);
        assertThat(unpacked(visitor.download(PAGE + "/file?folder=~Work&below=true")).keySet())
                .hasSize(2)
                .anyMatch(name -> name.startsWith("Work/Clients/"));
        assertThat(visitor.get(PAGE + "/file?folder=~nowhere").status()).isEqualTo(404);
        assertThat(visitor.get(PAGE + "/file?format=exe").status()).isEqualTo(400);
        var head = visitor.head(PAGE + "/file?folder=~Work&format=mbox");
        assertThat(head.header("content-type")).isEqualTo("application/mbox");
        assertThat(head.header("content-disposition")).contains("attachment", "Work.mbox");
    }

    @Test
    void chosenMessagesGoToo() {
        file("INBOX", LETTER);
        file("INBOX", NOTE);
        file("INBOX", NOTE);
        visitor.get("/mail/inbox");
        var asked = visitor.post(PAGE + "/chosen", "m", "inbox:1.3");
        assertThat(asked.page().select("main").text()).contains("2 messages");
        var file = visitor.submit(PAGE + "/chosen/file", "format", "mbox");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("content-disposition")).contains(".mbox");
        visitor.get("/mail/inbox");
        assertThat(visitor.post(PAGE + "/chosen", "m", "~nowhere:1").status()).isEqualTo(404);
    }

    @Test
    void othersMboxFilesAreRead() throws IOException {
        var mbox =
                """
                rubbish before
                From - Sat Mar 01 09:00:00 2025
                X-Mozilla-Status: 0005
                X-Mozilla-Keys: $label1
                Received: from a by b; Fri, 28 Feb 2025 23:00:00 +0700
                Date: Fri, 28 Feb 2025 22:00:00 +0700
                Message-ID: <t@one.example>
                Subject: Thunderbird

                From here it is text
                >From here, too

                From someone@two.example Sat Mar  1 10:00:00 2025
                Subject: two

                second

                From someone@two.example Sat Mar  1 10:00:00 2025

                no header

                """;
        var answer =
                imported(
                        visitor,
                        "Cũ.mbox",
                        mbox.getBytes(StandardCharsets.UTF_8),
                        "into",
                        "inbox",
                        "seen",
                        "true");
        assertThat(answer.page().select("#counted").text()).isEqualTo("2 messages imported");
        assertThat(answer.page().select(".problem-list li").eachText())
                .containsExactly(
                        "Cũ.mbox: 1 line before the first message is no mail",
                        "Cũ.mbox: no message, it has no header");
        var all = everything(account);
        assertThat(all)
                .containsEntry(
                        "INBOX 2025-02-28T16:00:00Z [$label1, \\Flagged, \\Seen]",
                        """
                        Received: from a by b; Fri, 28 Feb 2025 23:00:00 +0700
                        Date: Fri, 28 Feb 2025 22:00:00 +0700
                        Message-ID: <t@one.example>
                        Subject: Thunderbird

                        From here it is text
                        From here, too
                        """
                                .replace("\n", "\r\n"))
                .containsEntry(
                        "INBOX 2025-03-01T10:00:00Z [\\Seen]", "Subject: two\r\n\r\nsecond\r\n");
    }

    @Test
    void foldersOfAZipAreMadeAndWhatIsNoMailIsTold() throws IOException {
        var entries = new TreeMap<String, String>();
        entries.put("Archive.sbd/Năm 2024", "From a@b Sat Mar  1 10:00:00 2025\nSubject: x\n\nx\n");
        entries.put("Apple.mbox/mbox", "From a@b Sat Mar  1 10:00:00 2025\nSubject: y\n\ny\n");
        entries.put("../../etc/passwd.eml", NOTE);
        entries.put("C:\\evil.eml", NOTE);
        entries.put("inbox/a.eml", NOTE);
        entries.put("photo.jpg", "\u0001\u0002");
        entries.put("__MACOSX/a.eml", NOTE);
        entries.put("bad*name%/b.eml", LETTER);
        var answer = imported(visitor, "a.zip", zip(entries));
        assertThat(answer.page().select("#counted").text()).isEqualTo("4 messages imported");
        assertThat(answer.page().select(".problem-list li").eachText())
                .containsExactlyInAnyOrder(
                        "../../etc/passwd.eml: a name that leads out of the archive",
                        "C:\\evil.eml: a name that leads out of the archive",
                        "photo.jpg: no mail");
        assertThat(
                        everything(account).keySet().stream()
                                .map(key -> key.replaceAll(" 20\\d\\d-.*", "")))
                .containsExactlyInAnyOrder("INBOX", "Apple", "Archive/Năm 2024", "bad_name_");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    leer.mbox   | ''                         | is empty
                    photo.jpg   | 89504e470d0a1a0a00         | is no mail
                    half.zip    | 504b03040a0000000000000000 | no whole zip
                    empty.zip   | 504b050600000000000000000000000000000000000 | no whole zip
                    none.zip    | 504b0506000000000000000000000000000000000000 | is empty
                    many.zip    | 504b0506000000000100010000000020000000000000 | far more
                    """)
    void whatIsNoMailIsRefusedAtOnce(String name, String hex, String words) {
        visitor.get(PAGE);
        var octets = new byte[hex.length() / 2];
        for (int i = 0; i < octets.length; i++)
            octets[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        var answer = visitor.upload(PAGE + "/upload?name=" + name, octets);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.page().text()).contains(name).contains(words);
    }

    @Test
    void aFormWithoutAFileAndAnUploadOfSomebodyElseAreRefused() {
        visitor.get(PAGE);
        var none = visitor.post(PAGE + "/import", "into", "");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.notice()).contains("choose a file");
        var taken =
                visitor.upload(PAGE + "/upload?name=a.eml", NOTE.getBytes(StandardCharsets.UTF_8));
        var id = taken.page().text().replaceAll(".*\"id\":\"([0-9a-f]+)\".*", "$1");
        var binh = WebVisitor.signedIn(server, server.account("binh"));
        binh.get(PAGE);
        assertThat(binh.post(PAGE + "/import", "upload", id).notice())
                .contains("not there any more");
        assertThat(visitor.post(PAGE + "/import", "upload", id, "into", "~nowhere").status())
                .isEqualTo(404);
    }

    @Test
    void whatUnpacksToTooMuchEndsTheImport() throws IOException {
        var bomb = zip(Map.of("bomb.eml", "Subject: bomb\r\n\r\n" + "a".repeat(80 * 1024 * 1024)));
        assertThat(bomb.length).isLessThan(200_000);
        var answer = imported(visitor, "bomb.zip", bomb);
        assertThat(answer.page().select("#import-state h2").text()).isEqualTo("Ended early");
        assertThat(answer.page().select(".problem-list").text()).contains("unpacks to far more");
    }

    @Test
    void aFullMailboxEndsTheImportInWords() {
        var full = server.account("full", 20_000);
        var mbox = new StringBuilder();
        for (int i = 0; i < 5; i++)
            mbox.append("From a@b Sat Mar  1 10:00:00 2025\nSubject: no ")
                    .append(i)
                    .append("\n\n")
                    .append("0123456789abcde\n".repeat(500))
                    .append('\n');
        var answer =
                imported(
                        WebVisitor.signedIn(server, full),
                        "many.mbox",
                        mbox.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(answer.page().select("#counted").text()).isEqualTo("2 messages imported");
        assertThat(answer.page().select(".problem-list").text())
                .contains("no 2: there is no room left");
    }

    /** One whose files no disk of this node has. */
    private String begun(Imports imports) {
        var file =
                new UploadedFile(
                        "",
                        account.id(),
                        "old.mbox",
                        java.nio.file.Path.of("old"),
                        100,
                        FileKind.MBOX,
                        AT);
        var choice = new ImportChoice("", true, false);
        return imports.begin(account.id(), List.of(file), choice, 100).orElseThrow();
    }

    @Test
    void anImportIsItsOwnersAndOneWhoseServerDiedSaysSo() {
        var imports = server.bean(Imports.class);
        var id = begun(imports);
        var page = PAGE + "/imports/" + id;
        assertThat(visitor.get(page).page().select("noscript meta[http-equiv=refresh]")).hasSize(1);
        visitor.get(PAGE);
        var taken =
                visitor.upload(PAGE + "/upload?name=a.eml", NOTE.getBytes(StandardCharsets.UTF_8));
        var upload = taken.page().text().replaceAll(".*\"id\":\"([0-9a-f]+)\".*", "$1");
        assertThat(visitor.post(PAGE + "/import", "upload", upload).notice()).contains("under way");

        var binh = WebVisitor.signedIn(server, server.account("binh"));
        assertThat(binh.get(page).status()).isEqualTo(404);
        binh.get(PAGE);
        assertThat(binh.post(page + "/stop").status()).isEqualTo(404);
        assertThat(visitor.get(page).page().select("#import-state h2").text())
                .isEqualTo("Under way");

        server.jdbc()
                .sql("update mail_import set leased_until = now() where id = ?")
                .param(id)
                .update();
        assertThat(visitor.get(page).page().select("#import-state").text())
                .contains("Interrupted")
                .contains("the rest is missing");
        assertThat(imports.progress(account.id(), id, new ImportCount())).isFalse();
    }

    @Test
    void oneThatIsStoppedTakesNoMore() {
        var imports = server.bean(Imports.class);
        var id = begun(imports);
        visitor.get(PAGE + "/imports/" + id);
        var stopped = visitor.submit(PAGE + "/imports/" + id + "/stop");
        assertThat(stopped.page().select("#import-state h2").text()).isEqualTo("Stopped");
        assertThat(imports.progress(account.id(), id, new ImportCount())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc, __.._etc",
        "a/b\\c:d, a_b_c_d",
        "'..', _",
        "'  ', _",
        "Công việc, Công việc",
        "con, _con",
        "Lpt1.txt, _Lpt1.txt"
    })
    @Tag("T28")
    void namesCannotLeaveTheArchive(String name, String harmless) {
        assertThat(EntryNames.harmless(name)).isEqualTo(harmless);
        assertThat(EntryNames.harmless("x\u202Egpj.exe")).isEqualTo("x_gpj.exe");
        assertThat(EntryNames.harmless("ệ".repeat(300)).getBytes(StandardCharsets.UTF_8))
                .hasSize(150);
    }
}
