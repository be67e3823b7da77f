package org.bocau.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.NeedsProgram;
import org.bocau.testing.Program;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python's imaplib, which many scripts are written with. */
@IntegrationTest
@NeedsProgram("python3")
class ImaplibTest {
    @TempDir Path folder;

    private final TestServer server;
    private final TestAccount an;

    ImaplibTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @Test
    void appendsSearchesStoresAndExpunges() throws IOException {
        run(
                """
                for n in (1, 2, 3):
                    ok(m.append('INBOX', '(\\\\Seen)', imaplib.Time2Internaldate(1700000000 + n),
                                b'From: an@example.net\\r\\nSubject: %d\\r\\n\\r\\nbody\\r\\n' % n))
                assert ok(m.select('INBOX')) == [b'3'], 'three messages'
                assert ok(m.search(None, 'SUBJECT', '"2"')) == [b'2']
                ok(m.store('2', '+FLAGS', '(\\\\Deleted)'))
                assert ok(m.expunge()) == [b'2']
                ok(m.create('"L&AbA-u tr&Hu8-"'))
                ok(m.copy('1', 'Archive'))
                ok(m.close())
                """);

        assertThat(Served.fetched(server, an, "INBOX", "(FLAGS)")).contains("* 2 FETCH");
        assertThat(Served.fetched(server, an, "Archive", "(FLAGS)")).contains("* 1 FETCH");
    }

    /** After ENABLE it sends {@code APPEND … UTF8 (~{n}} and names in UTF-8. RFC 6855. */
    @Test
    void speaksUtf8OnceEnabled() throws IOException {
        run(
                """
                ok(m.enable('UTF8=ACCEPT'))
                ok(m.create('"L\\u01b0u tr\\u1eef"'))
                ok(m.append('"L\\u01b0u tr\\u1eef"', None, None,
                            'From: b\\u00ecnh@example.net\\r\\nSubject: th\\u01b0\\r\\n\\r\\nxin ch\\u00e0o\\r\\n'.encode()))
                assert ok(m.select('"L\\u01b0u tr\\u1eef"')) == [b'1']
                found = ok(m.fetch('1', '(ENVELOPE)'))
                assert 'th\\u01b0'.encode() in found[0], found
                """);
    }

    private void run(String steps) throws IOException {
        var script = folder.resolve("steps.py");
        Files.writeString(
                script,
                """
                import imaplib
                def ok(answer):
                    assert answer[0] == 'OK', answer
                    return answer[1]
                m = imaplib.IMAP4('127.0.0.1', %d, 60)
                ok(m.login('%s', '%s'))
                %sm.logout()
                """
                        .formatted(server.port("imap"), an.login(), an.password(), steps));
        Program.run(folder, List.of("python3", script.toString())).succeeded();
    }
}
