package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Generated commands, whole and broken: each is read to its end or refused, nothing else. */
class ImapGarbageTest {
    private static final List<ImapVerb> VERBS = List.of(ImapVerb.values());
    private static final String[] PIECES = {
        " ",
        " ",
        " ",
        "(",
        ")",
        "\"",
        "\\",
        "{3}\r\n",
        "{3+}\r\n",
        "{3+}\r\nabc",
        "{9999999999}\r\n",
        "*",
        "%",
        "1",
        "0",
        "1:*",
        "4294967296",
        ",",
        "a",
        "NIL",
        "\\Seen",
        "\\Recent",
        "$x",
        "BODY[",
        "]",
        "<1.2>",
        "HEADER.FIELDS",
        "(A)",
        "UID",
        "FLAGS",
        "ALL",
        "NOT",
        "OR",
        "FROM",
        "SINCE",
        "1-Jan-2026",
        "\"1-Jan-2026\"",
        "CHARSET",
        "UTF-8",
        "&AGE-",
        "&Jjo-",
        "INBOX",
        "\u00ff",
        "\0",
        "+FLAGS.SILENT",
        "MESSAGES",
        "\t",
        "=",
        "."
    };

    @ParameterizedTest
    @MethodSource("seeds")
    void isReadOrRefused(long seed) throws IOException {
        var random = new Random(seed);
        for (int n = 0; n < 300; n++) {
            var verb = VERBS.get(random.nextInt(VERBS.size()));
            var text = new StringBuilder("t ").append(verb.name().replace('_', ' '));
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            read(text + "\r\nlast NOOP\r\n" + "x".repeat(64) + "\r\n".repeat(20));
        }
    }

    private static void read(String sent) throws IOException {
        var in = FakeInput.reader(sent);
        try {
            in.tag();
            assertThat(ImapVerb.read(in.sp()).parse(in)).isNotNull();
        } catch (ImapRefusal refused) {
            boolean _ = in.resync();
        } catch (EOFException end) {
            assertThat(sent).contains("{");
        } catch (RuntimeException bug) {
            fail("on " + sent, bug);
        }
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(4711), LongStream.range(0, 60));
    }
}
