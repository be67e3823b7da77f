package org.bocau.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One syntactically valid command line. RFC 1939 §9; RFC 2449, 2595, 5034, 6856. */
sealed interface Pop3Command {
    record User(String name) implements Pop3Command {}

    record Pass(String password) implements Pop3Command {
        @Override
        public String toString() { // a record would print the password
            return "Pass";
        }
    }

    /**
     * @param mechanism null: list them, as Outlook asks before it logs in
     * @param initial base64, {@code =} for empty, null for none (RFC 5034 §4)
     */
    record Auth(@Nullable String mechanism, @Nullable String initial) implements Pop3Command {
        @Override
        public String toString() {
            return "Auth";
        }
    }

    record Capa() implements Pop3Command {}

    record Stls() implements Pop3Command {}

    record Utf8() implements Pop3Command {}

    /**
     * @param range of languages; null: list them (RFC 6856 §3.2)
     */
    record Lang(@Nullable String range) implements Pop3Command {}

    record Stat() implements Pop3Command {}

    /**
     * @param message null: all
     */
    record List(@Nullable Long message) implements Pop3Command {}

    /**
     * @param message null: all
     */
    record Uidl(@Nullable Long message) implements Pop3Command {}

    record Retr(long message) implements Pop3Command {}

    record Top(long message, long lines) implements Pop3Command {}

    record Dele(long message) implements Pop3Command {}

    record Noop() implements Pop3Command {}

    record Rset() implements Pop3Command {}

    record Quit() implements Pop3Command {}

    /**
     * Reads a line. Keywords in any case; one space before each argument.
     *
     * @throws Pop3Refusal it is no command, or its arguments are not what it takes
     */
    static Pop3Command parse(byte[] octets) {
        var line = decode(octets);
        int space = line.indexOf(' ');
        var keyword = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        var rest = space < 0 ? null : line.substring(space + 1);
        return switch (keyword) {
            case "USER" -> new User(required("USER", rest).strip());
            case "PASS" -> new Pass(required("PASS", rest)); // spaces are part of it, §7
            default -> parse(keyword, arguments(rest));
        };
    }

    private static Pop3Command parse(String keyword, String[] arguments) {
        return switch (keyword) {
            case "AUTH" -> auth(arguments);
            case "CAPA" -> none(keyword, arguments, new Capa());
            case "STLS" -> none(keyword, arguments, new Stls());
            case "UTF8" -> none(keyword, arguments, new Utf8());
            case "LANG" -> lang(arguments);
            case "STAT" -> none(keyword, arguments, new Stat());
            case "NOOP" -> none(keyword, arguments, new Noop());
            case "RSET" -> none(keyword, arguments, new Rset());
            case "QUIT" -> none(keyword, arguments, new Quit());
            case "LIST" -> new List(optionalNumber(keyword, arguments));
            case "UIDL" -> new Uidl(optionalNumber(keyword, arguments));
            case "RETR" -> new Retr(number(one(keyword, arguments)));
            case "DELE" -> new Dele(number(one(keyword, arguments)));
            case "TOP" -> top(arguments);
            default -> throw Pop3Refusal.mistake("unknown-command");
        };
    }

    /** UTF-8 in names and passwords (RFC 6856 §2.2); controls nowhere. */
    private static String decode(byte[] octets) {
        try {
            var text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            if (text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (CharacterCodingException e) {
            throw Pop3Refusal.mistake("not-utf8");
        }
        throw Pop3Refusal.mistake("control-characters");
    }

    private static String required(String keyword, @Nullable String argument) {
        if (argument == null || argument.isEmpty()) {
            throw Pop3Refusal.mistake("argument-needed", keyword);
        }
        return argument;
    }

    // Liberal: a space at the end is ignored, Outlook sends "AUTH " (RFC 1939 §3 has none).
    private static String[] arguments(@Nullable String rest) {
        return rest == null || rest.isBlank() ? new String[0] : rest.stripTrailing().split(" ", -1);
    }

    private static Pop3Command none(String keyword, String[] arguments, Pop3Command command) {
        if (arguments.length > 0) {
            throw Pop3Refusal.mistake("no-argument", keyword);
        }
        return command;
    }

    private static String one(String keyword, String[] arguments) {
        if (arguments.length != 1) {
            throw Pop3Refusal.mistake("takes-number", keyword);
        }
        return arguments[0];
    }

    private static @Nullable Long optionalNumber(String keyword, String[] arguments) {
        return arguments.length == 0 ? null : Long.valueOf(number(one(keyword, arguments)));
    }

    private static Pop3Command top(String[] arguments) {
        if (arguments.length != 2) {
            throw Pop3Refusal.mistake("takes-top");
        }
        return new Top(number(arguments[0]), number(arguments[1]));
    }

    private static Pop3Command lang(String[] arguments) {
        if (arguments.length > 1) {
            throw Pop3Refusal.mistake("takes-language");
        }
        return new Lang(arguments.length == 0 ? null : arguments[0]);
    }

    private static Pop3Command auth(String[] arguments) {
        if (arguments.length > 2) {
            throw Pop3Refusal.mistake("takes-auth");
        }
        return new Auth(
                arguments.length > 0 ? arguments[0] : null,
                arguments.length > 1 ? arguments[1] : null);
    }

    /** Digits only: no sign, and few enough for a long. */
    private static long number(String digits) {
        boolean valid =
                !digits.isEmpty()
                        && digits.length() <= 18
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!valid) {
            throw Pop3Refusal.mistake("not-a-number");
        }
        return Long.parseLong(digits);
    }
}
