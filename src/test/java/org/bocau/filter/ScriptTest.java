package org.bocau.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bocau.filter.Letters.decide;
import static org.bocau.filter.Letters.letter;

import java.util.List;
import java.util.Random;
import org.bocau.message.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts decide, and which are refused. RFC 5228. */
class ScriptTest {
    private static boolean holds(String test) {
        var extensions =
                "require [\"envelope\", \"relational\", \"subaddress\", \"imap4flags\", \"date\","
                        + " \"encoded-character\", \"body\", \"comparator-i;ascii-numeric\","
                        + " \"comparator-i;unicode-casemap\"];";
        return decide(extensions + "if " + test + " { discard; }").isEmpty();
    }

    @Test
    void anEmptyScriptKeeps() {
        assertThat(decide("")).containsExactly(Action.Keep.PLAIN);
        assertThat(decide("# nothing\r\n/* at all */")).containsExactly(Action.Keep.PLAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "not false",
                "allof(true, not false)",
                "anyof(false, true)",
                "exists \"Subject\"",
                "exists [\"From\", \"Cc\"]",
                "header :contains \"from\" \"SHOP.example\"",
                "header :is \"X-Priority\" \"3\"",
                "header :contains :comparator \"i;unicode-casemap\" \"Subject\" \"HÓA ĐƠN\"",
                "header :matches \"Subject\" \"H?a*11\"",
                "header :matches \"X-Priority\" \"*\"",
                "header :value \"lt\" :comparator \"i;ascii-numeric\" \"X-Priority\" \"10\"",
                "header :count \"eq\" \"Subject\" \"1\"",
                "address \"from\" \"binh@shop.example\"",
                "address :domain :is [\"to\", \"cc\"] \"example.net\"",
                "address :localpart \"to\" \"an+news\"",
                "address :user \"to\" \"an\"",
                "address :detail \"to\" \"news\"",
                "envelope :all :is \"from\" \"BINH@shop.example\"",
                "envelope :detail \"to\" \"news\"",
                "size :over 1K",
                "size :under 3000",
                "currentdate :is \"date\" \"2026-11-23\"", // it is tomorrow in Hà Nội
                "currentdate :zone \"+0000\" :is \"date\" \"2026-11-22\"",
                "currentdate :value \"ge\" \"date\" \"2026-11-01\"",
                "currentdate :is \"weekday\" \"1\"",
                "header :contains \"from\" \"${hex: 73 68 6f 70}\"",
                "header :contains :comparator \"i;octet\" \"subject\" \"${unicode: 0111}\"",
                "body \"Giảm giá 50% cho anh Bình\"",
                "body :contains \"mua ngay\"",
                "body :text :matches \"*giá*%*\"",
                "body :raw :contains \"R2nhuqNt\"",
                "body :raw :contains \"--b--\"",
                "body :content \"text\" :contains \"<b>ng</b>\"",
                "body :content [\"image\", \"TEXT/HTML\"] :contains \"secret\"",
                "body :content \"\" :contains \"50%\"",
                "body :content \"text/plain\" :count \"eq\" \"1\""
            })
    void holdsFor(String test) {
        assertThat(holds(test)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "not true",
                "allof(true, false)",
                "anyof(false, false)",
                "exists [\"From\", \"Resent-From\"]",
                "header :is \"from\" \"shop.example\"",
                "header :contains :comparator \"i;octet\" \"from\" \"SHOP\"",
                "header :matches \"X-Priority\" \"?\\\\*\"",
                "address :detail \"cc\" \"news\"",
                "envelope \"from\" \"\"",
                "size :over 2K",
                "size :under 2K",
                "hasflag \"\\\\Seen\"",
                "currentdate :value \"gt\" \"date\" \"2026-11-23\"",
                "body :contains \"secret\"",
                "body :contains \"<b>\"",
                "body :contains \"R2nhuqNt\"",
                "body :content \"text/plain\" :contains \"mua\"",
                "body :content \"application\" :contains \"a\""
            })
    void doesNotHoldFor(String test) {
        assertThat(holds(test)).isFalse();
    }

    @Test
    void theNullReversePathIsEmpty() {
        var script = Script.compile("require \"envelope\"; if envelope \"from\" \"\" { discard; }");
        assertThat(script.decide(letter(1, null))).isEmpty();
    }

    @Test
    void branchesAreTriedInOrderAndStopEnds() {
        assertThat(
                        decide(
                                """
                                require ["fileinto"];
                                if false { discard; }
                                elsif header :contains "subject" "th" { fileinto "A"; }
                                else { fileinto "B"; }
                                stop;
                                discard;
                                """))
                .containsExactly(new Action.FileInto("A", List.of(), false));
    }

    @Test
    void whatFilesReplacesTheImplicitKeepAndCopiesDoNot() {
        var extensions = "require [\"fileinto\", \"copy\", \"mailbox\"];";
        var to = new Action.Redirect(EmailAddress.parse("x@example.net"));
        assertThat(decide("redirect \"x@example.net\";")).containsExactly(to);
        assertThat(decide(extensions + "redirect :copy \"x@example.net\";"))
                .containsExactly(to, Action.Keep.PLAIN);
        assertThat(decide(extensions + "fileinto :create \"A/B\"; fileinto \"A/B\"; keep;"))
                .containsExactly(new Action.FileInto("A/B", List.of(), true), Action.Keep.PLAIN);
        assertThat(decide("discard; keep;")).containsExactly(Action.Keep.PLAIN);
    }

    @Test
    void flagsGoWithWhatIsFiledAfterThem() {
        assertThat(
                        decide(
                                """
                                require ["imap4flags", "fileinto"];
                                addflag "\\\\Flagged";
                                fileinto "A";
                                setflag ["work $x", "\\\\Seen"];
                                removeflag "WORK";
                                if hasflag :contains "$" { keep; }
                                fileinto :flags "one" "B";
                                """))
                .containsExactly(
                        new Action.FileInto("A", List.of("\\Flagged"), false),
                        new Action.Keep(List.of("$x", "\\Seen")),
                        new Action.FileInto("B", List.of("one"), false));
    }

    @Test
    void whoAsksForTooMuchKeeps() {
        var many = new StringBuilder("require \"copy\";");
        for (int i = 0; i < 5; i++) {
            many.append("redirect :copy \"x").append(i).append("@example.net\";");
        }
        assertThat(decide(many.toString())).containsExactly(Action.Keep.PLAIN);
    }

    @Test
    void multiLineTextEndsWithItsDot() {
        var actions =
                decide(
                        """
                        require "vacation";
                        vacation :days 3 :subject "Away" text: # comment
                        Hello
                        ..dots
                        .
                        ;
                        """
                                .replace("\n", "\r\n"));
        assertThat(actions).hasSize(2).last().isEqualTo(Action.Keep.PLAIN);
        var answer = (Action.Vacation) actions.getFirst();
        assertThat(answer.text()).isEqualTo("Hello\r\n.dots\r\n");
        assertThat(answer.subject()).isEqualTo("Away");
        assertThat(answer.seconds()).isEqualTo(3 * 86_400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | keep",
                "1 | frobnicate;",
                "2 | keep;\\n fileinto \"x\";",
                "1 | require \"fileinto\"; fileinto;",
                "1 | require \"fileinto\"; fileinto [\"a\", \"b\"];",
                "1 | require \"everything\";",
                "3 | keep;\\n\\nif true keep;",
                "1 | if { keep; }",
                "1 | else { keep; }",
                "1 | if true { keep; } else { } elsif true { }",
                "1 | if size 10 { keep; }",
                "1 | if header :is :contains \"a\" \"b\" { keep; }",
                "1 | if header :comparator \"i;strange\" \"a\" \"b\" { keep; }",
                "1 | if header :loudly \"a\" \"b\" { keep; }",
                "1 | redirect \"nobody\";",
                "1 | require \"imap4flags\"; addflag \"\\\\\\\\Recent\";",
                "1 | keep; require \"copy\";",
                "1 | keep \"x\";",
                "1 | \"keep\";",
                "1 | stop; }",
                "1 | /* never ends",
                "1 | redirect \"never ends",
                "1 | keep :;",
                "1 | reject \"no\";",
                "1 | require \"reject\"; ereject \"no\";",
                "1 | require \"reject\"; reject;",
                "1 | if body \"x\" { keep; }",
                "1 | require \"body\"; if body :raw :text \"x\" { keep; }",
                "1 | set \"a\" \"b\";",
                "1 | require \"variables\"; set \"1\" \"b\";",
                "1 | require \"variables\"; set \"a.b\" \"b\";",
                "1 | require \"variables\"; set :lower :upper \"a\" \"b\";",
                "2 | require \"variables\";\\nset \"a\" \"${env.x}\";",
                "1 | if string \"a\" \"b\" { keep; }",
                "1 | require \"variables\"; redirect \"nobody\";",
                "1 | if size :over 99999999999999 { keep; }",
            })
    void refuses(int line, String script) {
        assertThatThrownBy(() -> Script.compile(script.replace("\\n", "\n").replace("\\\\", "\\")))
                .isInstanceOfSatisfying(
                        ScriptRefusal.class, no -> assertThat(no.line()).isEqualTo(line));
    }

    @Test
    void whoRefusesDoesNothingElse() {
        var refuse = "require [\"reject\", \"ereject\", \"vacation\"];";
        assertThat(decide(refuse + "reject \"Không nhận\";"))
                .containsExactly(new Action.Reject("Không nhận"));
        assertThat(decide(refuse + "discard; ereject text:\r\nNo\r\nthanks\r\n.\r\n;"))
                .containsExactly(new Action.Reject("No\r\nthanks\r\n"));
        for (var other : List.of("keep;", "redirect \"x@example.net\";", "vacation \"Away\";")) {
            assertThat(decide(refuse + "reject \"no\";" + other))
                    .containsExactly(Action.Keep.PLAIN);
        }
        assertThat(decide(refuse + "reject \"no\"; ereject \"and no\";"))
                .containsExactly(Action.Keep.PLAIN);
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        var deep = "if not ".repeat(1) + "not ".repeat(100) + "true { keep; }";
        assertThatThrownBy(() -> Script.compile(deep)).isInstanceOf(ScriptRefusal.class);
        var nested = "if true { ".repeat(5_000) + "}".repeat(5_000);
        assertThatThrownBy(() -> Script.compile(nested)).isInstanceOf(ScriptRefusal.class);
        assertThatThrownBy(() -> Script.compile("keep;".repeat(30_000)))
                .isInstanceOf(ScriptRefusal.class);
    }

    /** Whatever is there, it is a script or it is refused. */
    @Test
    void neverFailsOtherwise() {
        var random = new Random(20261122);
        var words =
                new String[] {
                    "if ",
                    "{",
                    "}",
                    "(",
                    ")",
                    "[",
                    "]",
                    "\"a\"",
                    ";",
                    ",",
                    "keep",
                    "fileinto ",
                    "not ",
                    ":is ",
                    "text:\n",
                    ".\n",
                    "10K",
                    "header ",
                    "\\",
                    "#",
                    "/*",
                    "*/",
                    "\u1ea1",
                    " ",
                    "\n"
                };
        for (int i = 0; i < 20_000; i++) {
            var script = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                script.append(words[random.nextInt(words.length)]);
            }
            try {
                var _ = Script.compile(script.toString());
            } catch (ScriptRefusal refused) {
                assertThat(refused.line()).isPositive();
            }
        }
    }
}
