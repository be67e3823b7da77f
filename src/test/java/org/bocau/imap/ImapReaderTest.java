package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.mailbox.Flag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of RFC 3501 §9, rule by rule; input comes one octet at a time. */
class ImapReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"a1 x", "A.b-]c x", "* x", "a+ x", "(a x", " x", "", "a{ x", "\"a x"})
    void tag(String line) throws IOException {
        var in = FakeInput.reader(line + "\r\n");
        boolean good = line.matches("[A-Za-z0-9.\\-\\]]+ x");
        if (good) {
            assertThat(in.tag()).isEqualTo(line.substring(0, line.length() - 2));
        } else if (line.equals("a+ x")
                || line.equals("a{ x")) { // the tag ends, and no space follows
            assertThat(in.tag()).isEqualTo("a");
            assertThatThrownBy(in::sp).isInstanceOf(ImapRefusal.class);
        } else {
            assertThatThrownBy(in::tag).isInstanceOf(ImapRefusal.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "atom, atom",
        "a]b, a]b",
        "\"quoted text\", quoted text",
        "\"\", ''",
        "'\"a\\\"b\\\\c\"', 'a\"b\\c'"
    })
    void astring(String sent, String expected) throws IOException {
        var in = FakeInput.reader(sent + "\r\n");
        assertThat(new String(in.astring(), StandardCharsets.ISO_8859_1)).isEqualTo(expected);
        in.crlf();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                "%",
                "*",
                "\\x",
                "\"open",
                "\"a\\b\"",
                "\"a\\",
                "{3",
                "{-1}",
                "{a}",
                "{3+",
                "{3}x"
            })
    void noAstring(String sent) throws IOException {
        var in = FakeInput.reader(sent + "\r\n");
        assertThatThrownBy(in::astring).isInstanceOf(ImapRefusal.class);
    }

    @Test
    void literalsAreAskedForOnlyWhereTheClientWaits() throws IOException {
        var input = new FakeInput("{5}\r\nhello {3+}\r\nyou\r\nnext\r\n");
        var in = new ImapReader(input, new ReaderLimits(8192, 8192, 8192, 8192));
        in.next();
        assertThat(in.astring()).asString().isEqualTo("hello");
        assertThat(in.sp().astring()).asString().isEqualTo("you");
        in.crlf();
        assertThat(input.invitations).isEqualTo(1);
        in.next();
        assertThat(in.atom()).isEqualTo("next");
    }

    @Test
    void literalsAreBoundedEachTogetherAndInNumber() throws IOException {
        var limits = new ReaderLimits(1 << 20, 100, 150, 1 << 20);
        var one = new ImapReader(new FakeInput("{101}\r\n"), limits);
        one.next();
        assertThatThrownBy(one::astring).hasMessage("literal is too big");

        var sum =
                new ImapReader(new FakeInput("{90+}\r\n" + "a".repeat(90) + " {90+}\r\n"), limits);
        sum.next();
        sum.astring();
        sum.sp();
        assertThatThrownBy(sum::astring).hasMessage("literal is too big");

        var many = new ImapReader(new FakeInput("{0+}\r\n ".repeat(1001) + "\r\n"), limits);
        many.next();
        for (int i = 0; i < 1000; i++) {
            many.astring();
            many.sp();
        }
        assertThatThrownBy(many::astring).hasMessage("literal is too big");
    }

    @Test
    void resyncSkipsWhatWasSentWithoutWaiting() throws IOException {
        var in = FakeInput.reader("a ( {5+}\r\nhello {7+}\r\n\r\nx y\r\n) {9}\r\nb NOOP\r\n");
        assertThatThrownBy(
                        () -> {
                            in.tag();
                            in.sp().atom();
                        })
                .isInstanceOf(ImapRefusal.class);
        assertThat(in.resync()).isTrue();
        in.next();
        assertThat(in.tag()).isEqualTo("b");
    }

    @Test
    void resyncGivesUpBeyondItsLimit() throws IOException {
        var in =
                new ImapReader(
                        new FakeInput("a {99999+}\r\n"), new ReaderLimits(100, 100, 100, 9999));
        in.next();
        assertThat(in.resync()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1 1",
        "1:3, 1 3",
        "3:1, 3 1",
        "'1,5:*', 1 1 5 9",
        "*, 9 9",
        "*:2, 9 2",
        "4294967295, 4294967295 4294967295"
    })
    void sequenceSet(String sent, String pairs) throws IOException {
        var set = FakeInput.reader(sent + "\r\n").sequenceSet();
        var text = new StringBuilder();
        for (long n : set.resolved(9)) {
            text.append(text.isEmpty() ? "" : " ").append(n);
        }
        assertThat(text).hasToString(pairs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "a",
                "1,",
                ",1",
                "1:",
                ":1",
                "1:0",
                "4294967296",
                "99999999999",
                "-1"
            })
    void noSequenceSet(String sent) throws IOException {
        var in = FakeInput.reader(sent + "\r\n");
        assertThatThrownBy(in::sequenceSet).isInstanceOf(ImapRefusal.class);
    }

    @Test
    void setsHaveABoundedNumberOfRanges() throws IOException {
        var in = FakeInput.reader("1" + ",2".repeat(10_000) + "\r\n");
        assertThatThrownBy(in::sequenceSet).hasMessage("too many ranges");
    }

    @Test
    void flags() throws IOException {
        var flags = FlagList.parse(FakeInput.reader("(\\Seen \\ANSWERED $Work work $work)\r\n"));
        assertThat(flags.has(Flag.SEEN)).isTrue();
        assertThat(flags.has(Flag.ANSWERED)).isTrue();
        assertThat(flags.keywords()).isEqualTo(List.of("$Work", "work"));
        assertThat(FlagList.parse(FakeInput.reader("()\r\n")).keywords()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(\\Recent)",
                "(\\Foo)",
                "(\\)",
                "(a b",
                "(a  b)",
                "a",
                "( a)",
                "(a\\b)",
                "(a])"
            })
    void noFlags(String sent) throws IOException {
        var in = FakeInput.reader(sent + "\r\n");
        assertThatThrownBy(
                        () -> {
                            FlagList.parse(in);
                            in.crlf();
                        })
                .isInstanceOf(ImapRefusal.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"17-Jul-1996 02:44:25 -0700\"', 1996-07-17T09:44:25Z",
        "'\" 1-jan-2026 00:00:00 +0000\"', 2026-01-01T00:00:00Z",
        "'\"01-Jan-9999 00:00:00 +0000\"', 9999-01-01T00:00:00Z"
    })
    void dateTime(String sent, String expected) throws IOException {
        assertThat(FakeInput.reader(sent + "\r\n").dateTime()).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"31-Feb-2026 00:00:00 +0000\"",
                "\"1-Jan-26 00:00:00 +0000\"",
                "\"1-Jan-2026 24:00:00 +0000\"",
                "\"1-Jan-2026 00:00:00\"",
                "\"1-Jan-2026 00:00:00 GMT\"",
                "1-Jan-2026",
                "\"\""
            })
    void noDateTime(String sent) throws IOException {
        var in = FakeInput.reader(sent + "\r\n");
        assertThatThrownBy(in::dateTime).isInstanceOf(ImapRefusal.class);
    }

    @ParameterizedTest
    @CsvSource({"inbox, INBOX", "InBox/x, INBOX/x", "inboxes, inboxes", "\"a b\", a b", "&Jjo-, ☺"})
    void mailbox(String sent, String expected) throws IOException {
        assertThat(FakeInput.reader(sent + "\r\n").mailbox()).isEqualTo(expected);
    }
}
