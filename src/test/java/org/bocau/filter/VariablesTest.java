package org.bocau.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bocau.filter.Letters.content;
import static org.bocau.filter.Letters.decide;
import static org.bocau.filter.Letters.letter;

import java.util.List;
import org.bocau.message.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of variables, and what they may cost. RFC 5229. */
class VariablesTest {
    private static String filedInto(String script) {
        var actions =
                decide("require [\"variables\", \"fileinto\", \"encoded-character\"];" + script);
        return actions.getFirst() instanceof Action.FileInto into ? into.mailbox() : "kept";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a-b-a | set 'x' 'a'; set 'Y' 'b'; fileinto '${x}-${y}-${X}';",
                "${1x}${a b}$$ {} | fileinto '${1x}${a b}${none}$$ {}';",
                "lan | set :lower 'x' 'LAN'; fileinto '${x}';",
                "Lan | set :lower :upperfirst 'x' 'LAN'; fileinto '${x}';",
                "4 | set :length 'x' 'Hà 1'; fileinto '${x}';",
                "a\\*b\\? | set :quotewildcard 'x' 'a*b?'; fileinto '${x}';",
                "news.shop | if header :matches 'list-id' '*<*.example>' { fileinto '${2}'; }",
                "Tháng 11 | if header :matches 'subject' '* * tháng ?1' {} if header :matches 'subject' '*th*' { set :upperfirst 'm' 'th${2}'; fileinto '${m}'; }",
                "binh at shop | if address :matches 'from' '*@*.*' { fileinto '${1} at ${2}'; }",
                "no | if not header :matches 'subject' 'X*' { fileinto 'no${1}'; }",
                "yes | set 'x' 'b'; if string :is '${x}' ['a', 'b'] { fileinto 'yes'; }",
                "yes | if string :matches 'a.b.c' '*.*' { fileinto 'yes${9}'; }",
                "a b.c | if string :matches 'a.b.c' '*.*' { fileinto '${1} ${2}'; }",
                "@x | set 'x' 'x'; fileinto '${hex: 40}${x}';",
                "kept | fileinto '${nothing}';",
                "kept | set 'a' '${hex: 0d 0a}'; fileinto 'x${a}y';"
            })
    void variablesHaveTheirValues(String mailbox, String script) {
        assertThat(filedInto(script.replace("'", "\""))).isEqualTo(mailbox);
    }

    @Test
    void variablesReachAllThatIsWritten() {
        var extensions = "require [\"variables\", \"imap4flags\", \"reject\", \"vacation\"];";
        assertThat(
                        decide(
                                extensions
                                        + "if address :matches \"from\" \"*@*\" { redirect \"${1}@example.net\"; }"))
                .containsExactly(new Action.Redirect(EmailAddress.parse("binh@example.net")));
        assertThat(decide(extensions + "set \"x\" \"not\"; redirect \"${x} an address\";"))
                .containsExactly(Action.Keep.PLAIN);
        assertThat(decide(extensions + "set \"f\" \"work \\\\Recent\"; addflag \"${f}\"; keep;"))
                .containsExactly(new Action.Keep(List.of("work")));
        assertThat(decide(extensions + "set \"who\" \"An\"; reject \"${who} không nhận\";"))
                .containsExactly(new Action.Reject("An không nhận"));
        assertThat(decide("redirect \"x+${a}@example.net\";"))
                .containsExactly(new Action.Redirect(EmailAddress.parse("x+${a}@example.net")));
    }

    /** RFC 5173 §6 */
    @Test
    void whatABodyHasSetsNoVariables() {
        var extensions = "require [\"variables\", \"fileinto\", \"body\"];";
        assertThat(
                        decide(
                                extensions
                                        + "if header :matches \"X-Priority\" \"*\" { if body :matches \"*50%*\" { fileinto \"p${1}\"; } }"))
                .containsExactly(new Action.FileInto("p3", List.of(), false));
        assertThat(
                        decide(
                                extensions
                                        + "set \"type\" \"TEXT/html\"; if body :content \"${type}\" :contains \"secret\" { discard; }"))
                .isEmpty();
    }

    @Test
    void flagsAreFewAndSuchAsMailboxesHave() {
        var extensions = "require [\"variables\", \"imap4flags\"];";
        var words = new StringBuilder();
        for (int i = 0; i < 65; i++) words.append("w").append(i).append(' ');
        assertThat(decide(extensions + "set \"f\" \"" + words + "\"; addflag \"${f}\"; discard;"))
                .containsExactly(Action.Keep.PLAIN);
        assertThat(
                        decide(
                                extensions
                                        + "set \"f\" \"ok \uD83D\uDE00 "
                                        + "l".repeat(65)
                                        + "\"; addflag \"${f}\"; keep;"))
                .containsExactly(new Action.Keep(List.of("ok")));
        assertThat(decide(extensions + "addflag [\"Work\", \"work\"]; keep;"))
                .containsExactly(new Action.Keep(List.of("work")));
    }

    /** RFC 5232 §2, §4: flags can be prepared in variables, beside those of what is filed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\Seen work | setflag 'f' ['\\Seen', 'work']; keep :flags '${f}';",
                "more work | addflag 'f' 'work'; addflag 'F' 'more work '; keep :flags '${f}';",
                "more | setflag 'f' 'a b more'; removeflag 'f' ['A', 'b']; keep :flags '${f}';",
                "own | addflag 'own'; addflag 'f' 'other'; keep;",
                "yes | set 'f' 'a \\Flagged'; if hasflag :contains 'f' 'flag' { addflag 'yes'; } keep;",
                "yes | setflag 'f' 'a'; setflag 'g' 'b c'; if hasflag :count 'eq' :comparator 'i;ascii-numeric' ['f', 'g'] '3' { addflag 'yes'; } keep;",
                "yes | setflag 'f' 'a'; if not hasflag 'f' 'b' { addflag 'yes'; } keep;",
                "a yes | addflag 'a'; if hasflag :comparator 'i;octet' 'a' { addflag 'yes'; } keep;",
                "yes | if not hasflag 'never' 'a' { addflag 'yes'; } keep;"
            })
    void flagsOfAVariable(String flags, String script) {
        var extensions =
                "require [\"variables\", \"imap4flags\", \"relational\","
                        + " \"comparator-i;ascii-numeric\"];";
        var quoted = script.replace("'", "\"").replace("\\", "\\\\");
        assertThat(decide(extensions + quoted))
                .containsExactly(new Action.Keep(List.of(flags.split(" "))));
    }

    @Test
    void moreFlagsThanAVariableHoldsAreAFailure() {
        var script = new StringBuilder("require [\"variables\", \"imap4flags\"];");
        for (int i = 10; i < 74; i++) {
            script.append("addflag \"f\" \"").append(i).append("x".repeat(62)).append("\";");
        }
        assertThat(Script.compile(script + "discard;").run(letter(1, null)).failure())
                .isEqualTo(Failure.TOO_MANY_FLAGS);
    }

    /** A list of two thousand references to a long text is some hundred million characters. */
    @Test
    void whatValuesMakeOfAListIsBounded() {
        var references = "[" + "\"${a}${a}${a}\",".repeat(1999) + "\"\"]";
        assertThat(
                        decide(
                                "require \"variables\"; set \"a\" \""
                                        + "x".repeat(3900)
                                        + "\"; if string :is "
                                        + references
                                        + " \"y\" { stop; } discard;"))
                .containsExactly(Action.Keep.PLAIN);
    }

    /** Who doubles a text a hundred times, or looks for it everywhere, does not stop the mail. */
    @Test
    void whatGrowsOrTakesTooLongIsBounded() {
        var growing =
                new StringBuilder("require [\"variables\", \"fileinto\"]; set \"a\" \"xxxxxxxx\";");
        growing.append("set \"a\" \"${a}${a}\";".repeat(200))
                .append("if string :matches \"${a}\" \"*xxx*\" { fileinto \"y\"; }");
        assertThat(decide(growing.toString()))
                .containsExactly(new Action.FileInto("y", List.of(), false));
        var many =
                "if body :matches \"*" + "a".repeat(200) + "b*\" { keep; }\n"; // begins everywhere
        assertThat(onWide(many.repeat(10))).isEmpty();
        assertThat(onWide(many.repeat(200))).containsExactly(Action.Keep.PLAIN);
    }

    private static List<Action> onWide(String rules) {
        var letter = letter(1, null);
        var wide =
                new Letter(
                        letter.header(),
                        1,
                        null,
                        letter.recipient(),
                        letter.now(),
                        letter.zone(),
                        content("\n" + "a".repeat(300_000)));
        return Script.compile("require \"body\";" + rules + "discard;").decide(wide);
    }
}
