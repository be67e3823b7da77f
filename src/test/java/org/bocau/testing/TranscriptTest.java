package org.bocau.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The player itself, against a server that says what it is told to. */
class TranscriptTest {
    @Test
    void tagsCommandsAndTakesUntaggedResponsesInAnyOrder() throws IOException {
        play(
                "imap",
                """
                1< * OK ~
                1> NOOP
                1< * 3 EXISTS
                1< * 1 RECENT
                1< OK
                """,
                "< * OK ready",
                "> A1 NOOP",
                "< * 1 RECENT",
                "< * 7 OTHER",
                "< * 3 EXISTS",
                "< A1 OK done");
    }

    @Test
    void keepsTheOrderOfAChain() {
        assertThatThrownBy(() ->
                        play(
                                "imap",
                                "1> EXPUNGE\n1< * 1 EXPUNGE, * 2 EXPUNGE\n1< OK\n",
                                "> A1 EXPUNGE",
                                "< * 2 EXPUNGE",
                                "< * 1 EXPUNGE",
                                "< A1 OK"))
                .hasMessageContaining("did not come")
                .hasMessageContaining("imap/case:2");
    }

    @Test
    void failsOnWhatMustNotCome() {
        assertThatThrownBy(() ->
                        play(
                                "imap",
                                "1> NOOP\n1! EXPUNGE\n1< OK\n",
                                "> A1 NOOP",
                                "< * 2 EXPUNGE",
                                "< A1 OK"))
                .hasMessageContaining("must not come: EXPUNGE");
    }

    @Test
    void failsOnAnotherCompletion() {
        assertThatThrownBy(() -> play("imap", "1> X\n1< BAD\n", "> A1 X", "< A1 OK fine"))
                .hasMessageContaining("expected A1 BAD")
                .hasMessageContaining("C: A1 X");
    }

    @Test
    void bindsVariablesAndHoldsThemToTheirValue() throws IOException {
        play(
                "imap",
                """
                1> FETCH 2 UID
                1< * 2 FETCH (UID $two)
                1< OK
                1> UID FETCH $two,$two FLAGS
                1< * 2 FETCH (FLAGS (\\Seen \\Answered) UID $two)
                1< OK [X $a:$b] ~
                1>> $a $b
                """,
                "> A1 FETCH 2 UID",
                "< * 2 FETCH (UID 40)",
                "< A1 OK",
                "> A2 UID FETCH 40,40 FLAGS",
                "< * 2 FETCH (FLAGS (\\Answered \\Seen) UID 40)",
                "< A2 OK [X 1:22] done",
                "> 1 22");
        assertThatThrownBy(() -> play("imap", "1> A\n1< OK $x $x\n", "> A1 A", "< A1 OK 1 2"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void sendsLiteralsAfterLeaveAndComparesThem() throws IOException {
        play(
                "imap",
                """
                1> APPEND INBOX {{
                Subject: x

                body
                }}
                1< OK
                1> FETCH 1 BODY[]
                1< * 1 FETCH (BODY[] {{
                hello
                }} FLAGS ())
                1< OK
                """,
                "> A1 APPEND INBOX {20}",
                "< + go on",
                "> Subject: x",
                "> ",
                "> body",
                "> ",
                "< A1 OK",
                "> A2 FETCH 1 BODY[]",
                "< * 1 FETCH (BODY[] {7}",
                "< hello",
                "<  FLAGS ())",
                "< A2 OK");
    }

    @Test
    void stopsAtARefusedLiteral() throws IOException {
        play(
                "imap",
                "1> APPEND INBOX {{\nx\n}}\n1< NO [TOOBIG] ~\n1> NOOP\n1< OK\n",
                "> A1 APPEND INBOX {3}",
                "< A1 NO [TOOBIG] no",
                "> A2 NOOP",
                "< A2 OK");
    }

    @Test
    void readsWholeRepliesAndSkipsLines() throws IOException {
        play(
                "smtp",
                """
                S: 220 ~
                C: EHLO a
                S: 250-~
                S: ...
                S: 250-SIZE ~
                S! STARTTLS
                S: ...
                S: 250 LAST
                C: NOOP
                S: 250
                C: QUIT
                S: 221
                1: closed
                """,
                "< 220 hello",
                "> EHLO a",
                "< 250-x",
                "< 250-ONE",
                "< 250-SIZE 5",
                "< 250-TWO",
                "< 250 LAST",
                "> NOOP",
                "< 250-a",
                "< 250 b",
                "> QUIT",
                "< 221 bye");
    }

    @Test
    void sendsOctetsAndBase64() throws IOException {
        play(
                "smtp",
                "C: A \\{41*3} base64{\\{NUL}u\\{NUL}$password}\n1: octets X\\{0d 0a}Y\\{CRLF}\n"
                        + "S: 250",
                "> A AAA AHUAc2VjcmV0",
                "> X",
                "> Y",
                "< 250 fine");
    }

    @Test
    void aMissingLineIsReportedWithItsNumber() {
        assertThatThrownBy(() -> play("pop3", "S: +OK\nC: STAT\nS: +OK 0 0\n", "< +OK hi"))
                .hasMessageContaining("pop3/case:3")
                .hasMessageContaining("server closed");
    }

    private static void play(String protocol, String transcript, String... script)
            throws IOException {
        try (var server = ScriptedServer.start(script)) {
            Transcript.parse(protocol, "case", transcript.lines().toList())
                    .play(new Fake(server.port()));
            assertThat(server.problems()).isEmpty();
        }
    }

    private record Fake(int port) implements Transcript.Stage {
        @Override
        public int port(String service) {
            return port;
        }

        @Override
        public String domain() {
            return "test.example";
        }

        @Override
        public String address(String name) {
            return name + "@test.example";
        }

        @Override
        public void mask(String address, List<String> capabilities) {}

        @Override
        public String address(String name, long quotaOctets) {
            return address(name);
        }

        @Override
        public String alias(String name, List<String> targets) {
            return address(name);
        }

        @Override
        public String list(String name, List<String> members) {
            return address(name);
        }

        @Override
        public String password() {
            return "secret";
        }

        @Override
        public void deliver(String address, String message) {}
    }
}
