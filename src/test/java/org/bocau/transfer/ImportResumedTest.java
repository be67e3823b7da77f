package org.bocau.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bocau.account.Directory;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MessageCopies;
import org.bocau.mailclient.MessageFiling;
import org.bocau.mailclient.Role;
import org.bocau.message.Spools;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An import that its server left in the middle goes on where it stood: all comes, nothing twice.
 */
@IntegrationTest
class ImportResumedTest {
    private static final String PAGE = "/settings/transfer/imports/";
    private static final int MESSAGES = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestServer server;
    private final TestAccount account;
    private final MailAccount an;
    private final WebVisitor visitor;
    private final Imports imports;
    private final HeldFiles held;

    ImportResumedTest(TestServer server) {
        this.server = server;
        this.account = server.account("an");
        this.an = new MailAccount(account.id(), account.login(), "An");
        this.visitor = WebVisitor.signedIn(server, account);
        this.imports = server.bean(Imports.class);
        this.held = server.bean(HeldFiles.class);
    }

    /** Every third has no Message-ID, and two are the same but for that. */
    private static String letter(int n) {
        var id = n % 3 == 0 ? "" : "Message-ID: <" + n + "@one.example>\n";
        return id + "Subject: Thư " + n + "\n\nChào An, thư " + (n % 3 == 0 ? n : "x") + ".\n";
    }

    private static byte[] mbox() {
        var text = new StringBuilder();
        for (int n = 1; n <= MESSAGES; n++)
            text.append("From lan@example.net Sat Mar  1 10:00:00 2025\n")
                    .append(letter(n))
                    .append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Behind each message lies something that is none. */
    private static byte[] zip() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (int n = 1; n <= MESSAGES; n++) {
                zip.putNextEntry(new ZipEntry("inbox/" + n + ".eml"));
                zip.write(letter(n).getBytes(StandardCharsets.UTF_8));
                zip.putNextEntry(new ZipEntry("inbox/" + n + ".jpg"));
                zip.write(new byte[] {1, 2});
            }
        }
        return out.toByteArray();
    }

    /** An import as a server leaves it that dies: its files, its row, and what it has filed. */
    private String interrupted(FileKind kind, byte[] octets, ImportChoice choice)
            throws IOException {
        var place = server.bean(Spools.class).newFile();
        Files.write(place, octets);
        var file =
                new UploadedFile(
                        "", an.id(), "Gia đình.mbox", place, octets.length, kind, Instant.EPOCH);
        var id = imports.begin(an.id(), List.of(file), choice, octets.length).orElseThrow();
        held.keep(id, List.of(file));
        return id;
    }

    /** What was told last, and what was filed by then and after. */
    private void stood(String id, int imported, int passed, int filed) {
        server.jdbc()
                .sql("update mail_import set imported = ?, passed = ? where id = ?")
                .params(imported, passed, id)
                .update();
        for (int n = 1; n <= filed; n++) {
            var octets = letter(n).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            var letter =
                    new MessageFiling.Letter(
                            Set.of(),
                            Instant.EPOCH,
                            octets.length,
                            () -> new ByteArrayInputStream(octets));
            server.bean(MessageFiling.class).file(an, "INBOX", letter);
        }
    }

    private void awaitEnd(String id) {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (imports.find(an.id(), id).orElseThrow().open() || held.has(id))
            assertThat(System.nanoTime()).as("the import ends").isLessThan(until);
    }

    private List<String> inbox() throws IOException {
        var subjects = new ArrayList<String>();
        var inbox = server.bean(FolderStore.class).list(an).require(Role.INBOX);
        var copies = server.bean(MessageCopies.class);
        copies.each(
                an, inbox, copies.uids(an, inbox), (message, _) -> subjects.add(message.subject()));
        Collections.sort(subjects);
        return subjects;
    }

    private static String[] allOnce() {
        var subjects = new String[MESSAGES];
        Arrays.setAll(subjects, n -> "Thư " + (n + 1));
        return subjects;
    }

    /** Of those that were filed, the last few were not counted any more. */
    @ParameterizedTest
    @CsvSource({
        "MBOX, 0, 0, true",
        "MBOX, 5, 5, true",
        "MBOX, 3, 9, true",
        "MBOX, 3, 9, false",
        "MBOX, 3, 12, false",
        "MBOX, 12, 12, false",
        "ZIP, 4, 7, false"
    })
    void allComesAndNothingTwice(FileKind kind, int told, int filed, boolean skip)
            throws IOException {
        boolean zip = kind == FileKind.ZIP;
        var choice = new ImportChoice(zip ? "" : "INBOX", skip, false); // it names its folder
        var id = interrupted(kind, zip ? zip() : mbox(), choice);
        stood(id, told, zip ? 2 * told : told, filed);
        if (zip) // four things that were no mail, as they were told
        server.jdbc().sql("update mail_import set refused = 4 where id = ?").param(id).update();

        server.bean(ImportRunner.class).goOn();
        awaitEnd(id);

        assertThat(inbox()).containsExactlyInAnyOrder(allOnce());
        var page = visitor.get(PAGE + id).page();
        assertThat(page.select("#import-state h2").text()).isEqualTo("Done");
        assertThat(page.select("#counted").text()).isEqualTo("12 messages imported");
        var one = imports.find(an.id(), id).orElseThrow();
        assertThat(one.refused()).isEqualTo(zip ? 12 : 0);
        assertThat(imports.notes(an.id(), id)).hasSize(zip ? 8 : 0);
    }

    @Test
    void itsPageSaysThatItGoesOnAndLetsItsOwnerDoIt() throws IOException {
        var id = interrupted(FileKind.MBOX, mbox(), new ImportChoice("INBOX", true, false));
        stood(id, 4, 4, 4);
        imports.end(an.id(), id, MailImport.State.INTERRUPTED);
        var page = visitor.get(PAGE + id).page();
        assertThat(page.select("#import-state").text())
                .contains("Interrupted, and will go on", "4 messages imported", "comes by itself");
        assertThat(page.select("noscript meta[http-equiv=refresh]")).hasSize(1);
        var binh = WebVisitor.signedIn(server, server.account("binh"));
        binh.get("/settings/transfer");
        assertThat(binh.post(PAGE + id + "/continue").status()).isEqualTo(404);

        visitor.submit(PAGE + id + "/continue");
        awaitEnd(id);
        assertThat(visitor.get(PAGE + id).page().select("#counted").text())
                .isEqualTo("12 messages imported");
        assertThat(inbox()).containsExactlyInAnyOrder(allOnce());
    }

    @Test
    void whoStopsItHasNothingMoreOfIt() throws IOException {
        var id = interrupted(FileKind.MBOX, mbox(), new ImportChoice("INBOX", true, false));
        stood(id, 4, 4, 4);
        imports.end(an.id(), id, MailImport.State.INTERRUPTED);
        visitor.get(PAGE + id);
        var stopped = visitor.submit(PAGE + id + "/stop");
        assertThat(stopped.page().select("#import-state h2").text()).isEqualTo("Stopped");
        server.bean(ImportRunner.class).goOn();
        assertThat(held.has(id)).isFalse();
        assertThat(inbox()).hasSize(4);
    }

    /** Half a file is none: what has come is told, and that the rest must be brought again. */
    @Test
    void whereAFileIsNotWholeTheRestIsMissing() throws IOException {
        var id = interrupted(FileKind.MBOX, mbox(), new ImportChoice("INBOX", true, false));
        stood(id, 4, 4, 4);
        server.jdbc()
                .sql("update mail_import_file set octets = octets + 1 where import_id = ?")
                .param(id)
                .update();
        server.bean(ImportRunner.class).goOn();
        assertThat(held.has(id)).isFalse();
        assertThat(visitor.get(PAGE + id).page().select("#import-state").text())
                .contains("Interrupted", "4 messages imported", "the rest is missing");
        assertThat(inbox()).hasSize(4);
    }

    /** A stop in good order, and a start: nobody has to do anything. */
    @Test
    void aRestartIsNoEnd() throws IOException {
        var runner = server.bean(ImportRunner.class);
        var id = interrupted(FileKind.MBOX, mbox(), new ImportChoice("INBOX", true, false));
        runner.goOn();
        runner.stop();
        runner.start();
        runner.goOn();
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (held.has(id)) {
            assertThat(System.nanoTime()).as("the import ends").isLessThan(until);
            runner.goOn(); // what its timer does every minute
        }
        assertThat(inbox()).containsExactlyInAnyOrder(allOnce());
    }

    private static final ImportChoice INTO_INBOX = new ImportChoice("INBOX", true, false);

    @Test
    void oneThatCannotBeReadKeepsBackNoOther() throws IOException {
        var binh = server.account("binh");
        var unreadable = new ArrayList<String>();
        try {
            for (int n = 0; n < 3; n++) {
                var id = interrupted(FileKind.MBOX, mbox(), INTO_INBOX);
                unreadable.add(id);
                imports.end(an.id(), id, MailImport.State.INTERRUPTED);
                server.jdbc()
                        .sql(
                                """
                                insert into mail_import (account_id, id, name, files, state, total, done,
                                                         imported, repeated, refused, started_at, leased_until)
                                select ?, id, name, files, state, total, done,
                                       imported, repeated, refused, started_at, leased_until
                                  from mail_import where id = ?
                                """)
                        .params(binh.id().value(), id)
                        .update(); // now nobody knows whose it is
            }
            var id = interrupted(FileKind.MBOX, mbox(), INTO_INBOX);
            server.bean(ImportRunner.class).goOn();
            awaitEnd(id);
            assertThat(inbox()).containsExactlyInAnyOrder(allOnce());
        } finally {
            unreadable.forEach(held::release);
        }
    }

    @Test
    void whileItsAccountIsDisabledItWaits() throws IOException {
        var id = interrupted(FileKind.MBOX, mbox(), INTO_INBOX);
        enable(false);
        server.bean(ImportRunner.class).goOn();
        var waiting = imports.find(an.id(), id).orElseThrow();
        assertThat(waiting.state()).isEqualTo(MailImport.State.INTERRUPTED);
        assertThat(held.has(id)).isTrue();
        enable(true);
        server.bean(ImportRunner.class).goOn();
        awaitEnd(id);
        assertThat(inbox()).containsExactlyInAnyOrder(allOnce());
    }

    private void enable(boolean enabled) {
        server.jdbc()
                .sql("update account set enabled = ? where id = ?")
                .params(enabled, an.id().value())
                .update();
    }

    private static final int TRIES = 5;

    /** Tries at which nobody is let in; how they stand before each. */
    private String tried(boolean stopped) throws IOException {
        var place = server.bean(Spools.class).newFile();
        Files.write(place, mbox());
        var file =
                new UploadedFile(
                        "", an.id(), "a.mbox", place, mbox().length, FileKind.MBOX, Instant.EPOCH);
        var id = imports.begin(an.id(), List.of(file), INTO_INBOX, mbox().length).orElseThrow();
        stood(id, 4, 4, 4);
        var nobody = new MailAccount(an.id(), "nobody@" + server.domain(), "");
        var tools = server.bean(ImportTools.class);
        var directory = server.bean(Directory.class);
        var store = server.bean(FolderStore.class);
        var runner = new ImportRunner(held, store, directory, tools.limits(), tools);
        if (stopped) runner.stop();
        var places = new Places(store, an, "INBOX");
        for (int tries = 1; tries <= TRIES; tries++) {
            assertThat(imports.goOn(an.id(), id)).as("try %d", tries).isTrue();
            var standing = imports.standing(id).orElseThrow();
            var run = new ImportRun(nobody, standing, List.of(file), places, tools);
            server.bean(MailClient.class).forget(an.id()); // its connections would serve
            runner.carryOut(run);
        }
        file.close();
        return id;
    }

    /** A message at which the connection breaks each time; here nobody is let in at all. */
    @Test
    void whatNeverComesFurtherEndsAndSaysWhere() throws IOException {
        var id = tried(false);
        assertThat(imports.goOn(an.id(), id)).isFalse();
        var page = visitor.get(PAGE + id).page();
        assertThat(page.select("#import-state").text())
                .contains("Ended early", "4 messages imported");
        assertThat(page.select(".problem-list").text())
                .isEqualTo(
                        "Thư 5: the connection to the mail server broke off here each time it was"
                                + " tried, the import ended here");
    }

    /** Its mail goes away first when a server stops: that says nothing about the import. */
    @Test
    void triesThatEndWithTheServerDoNotCount() throws IOException {
        var id = tried(true);
        assertThat(imports.goOn(an.id(), id)).isTrue();
        imports.cancel(an.id(), id);
    }
}
