package org.bocau.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Messages of all the kinds that have stopped a mail program, by name. */
public final class HostileMessages {
    /** {@code x.eml}, whose LF are CRLF on the wire, and {@code x.octets} as they are. */
    public static final Path CORPUS = Path.of("src/test/resources/mime");

    /** What the grammars of messages turn on. */
    private static final List<String> HARD =
            List.of(
                    "\r\n",
                    "\n",
                    "\r",
                    "\r\n\r\n",
                    "--a",
                    "--a--",
                    "\"",
                    "\\",
                    "(",
                    ")",
                    "<",
                    ">",
                    "@",
                    ",",
                    ";",
                    ":",
                    "=",
                    "?=",
                    "=?utf-8?Q?",
                    "\u00ff",
                    "\u00c3",
                    "{3}",
                    "multipart/",
                    "Content-Type: message/rfc822\r\n\r\n",
                    "Content-Type: multipart/mixed; boundary=a\r\n\r\n",
                    "Content-Transfer-Encoding: base64\r\n");

    private HostileMessages() {}

    /** The files of the corpus, in the order of their names. */
    public static Map<Path, byte[]> corpus() throws IOException {
        var messages = new TreeMap<Path, byte[]>();
        try (var files = Files.newDirectoryStream(CORPUS, "*.{eml,octets}")) {
            for (var file : files) {
                byte[] octets = Files.readAllBytes(file);
                messages.put(file, file.toString().endsWith(".eml") ? crlf(octets) : octets);
            }
        }
        return messages;
    }

    private static byte[] crlf(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Those too large to keep: at the bounds of the parser and far beyond. */
    public static Map<String, byte[]> excessive() {
        var messages = new LinkedHashMap<String, byte[]>();
        var mixed = "Content-Type: multipart/mixed; boundary=a\r\n\r\n";
        put(messages, "10000 fields", repeated(10_000, i -> "X-" + i + ": y\r\n") + "\r\nbody");
        put(messages, "10000 parts", mixed + repeated(10_000, i -> "--a\r\n\r\n" + i + "\r\n"));
        put(messages, "10000 parts and an end", mixed + "--a\r\n\r\n\r\n".repeat(10_000) + "--a--");
        put(
                messages,
                "300 multiparts deep",
                repeated(300, HostileMessages::openMultipart) + "\r\nbottom");
        put(messages, "300 messages deep", "Content-Type: message/rfc822\r\n\r\n".repeat(300));
        put(
                messages,
                "5000 addresses",
                "To: " + repeated(5000, i -> "A " + i + " <a@b>,\r\n ") + "c@d\r\n\r\nx");
        put(
                messages,
                "5000 in a group",
                "To: g: " + repeated(5000, i -> "a" + i + "@b,") + ";\r\n\r\nx");
        put(messages, "a field of 1 MiB", "Subject: " + "x".repeat(1 << 20) + "\r\n\r\nbody");
        put(
                messages,
                "a header of 3 MiB",
                ("X: " + "y".repeat(990) + "\r\n").repeat(3000) + "\r\nbody");
        put(messages, "a line of 1 MiB", "Subject: long\r\n\r\n" + "z".repeat(1 << 20));
        put(messages, "comments 100000 deep", "From: " + "(".repeat(100_000) + " a@b\r\n\r\nx");
        put(
                messages,
                "10000 parameters",
                "Content-Type: text/plain"
                        + repeated(10_000, i -> ";\r\n p" + i + "=v")
                        + "\r\n\r\nx");
        put(
                messages,
                "html 100000 deep",
                "Content-Type: text/html\r\n\r\n" + "<div>".repeat(100_000) + "x");
        return messages;
    }

    private static String openMultipart(int number) {
        var boundary = "b" + number;
        var header = "Content-Type: multipart/mixed; boundary=" + boundary;
        return header + "\r\n\r\n--" + boundary + "\r\n";
    }

    private static void put(Map<String, byte[]> messages, String name, String text) {
        messages.put(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String repeated(int count, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining());
    }

    /** A message of the list with octets changed, cut out, doubled and put in; never with NUL. */
    public static byte[] mutated(List<byte[]> messages, Random random) {
        var text = new StringBuilder(latin1(messages.get(random.nextInt(messages.size()))));
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(40));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.insert(at, HARD.get(random.nextInt(HARD.size())));
                case 3 -> text.insert(at, (char) (1 + random.nextInt(255)));
                default -> {
                    var other = latin1(messages.get(random.nextInt(messages.size())));
                    text.replace(at, text.length(), other.substring(Math.min(at, other.length())));
                }
            }
        }
        var octets = text.toString().replace('\0', '0').getBytes(StandardCharsets.ISO_8859_1);
        return octets.length == 0 ? new byte[] {'\n'} : octets;
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** Some of the list, mutated, the same for the same seed. */
    public static List<byte[]> mutated(List<byte[]> messages, int count, long seed) {
        var random = new Random(seed);
        var small = messages.stream().filter(octets -> octets.length < 20_000).toList();
        var mutated = new ArrayList<byte[]>();
        while (mutated.size() < count) {
            mutated.add(mutated(small, random));
        }
        return mutated;
    }

    /** APPEND takes no NUL (RFC 3501 §9: CHAR8) and nothing empty; deliveries do. */
    public static boolean appendable(byte[] octets) {
        for (byte octet : octets) {
            if (octet == 0) {
                return false;
            }
        }
        return octets.length > 0;
    }
}
