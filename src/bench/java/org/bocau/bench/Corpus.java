package org.bocau.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Messages as a mailbox of ten years has them, the n-th always the same: conversations, Vietnamese
 * subjects, alternatives, attachments, trace fields. Six kilobytes on average.
 */
final class Corpus {
    private static final long START = Instant.parse("2016-01-04T07:00:00Z").getEpochSecond();
    private static final long YEARS = 10L * 365 * 24 * 3600;
    private static final int MOST_REFERENCES = 12;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.ofHours(7));
    private static final DateTimeFormatter INTERNAL =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final int count;

    Corpus(int count) {
        this.count = count;
    }

    int count() {
        return count;
    }

    private static Random random(int number, int salt) {
        return new Random(number * 0x9E3779B97F4A7C15L + salt);
    }

    /** When it arrived; rising with the number. */
    Instant arrived(int number) {
        return Instant.ofEpochSecond(START + YEARS / count * number);
    }

    String internalDate(int number) {
        return INTERNAL.format(arrived(number));
    }

    /** Five of six are read, some are answered or flagged. */
    String flags(int number) {
        var random = random(number, 1);
        var flags = new ArrayList<String>();
        if (random.nextInt(6) > 0) {
            flags.add("\\Seen");
        }
        if (random.nextInt(8) == 0) {
            flags.add("\\Answered");
        }
        if (random.nextInt(40) == 0) {
            flags.add("\\Flagged");
        }
        return String.join(" ", flags);
    }

    /** The message that this one answers, or -1. */
    private static int parent(int number) {
        var random = random(number, 2);
        return number > 0 && random.nextInt(10) < 6
                ? Math.max(0, number - 1 - random.nextInt(400))
                : -1;
    }

    private static String messageId(int number) {
        return "<" + Long.toString(number * 2_654_435_761L + 7, 36) + ".bench@mail.example>";
    }

    /** The message with CRLF line ends. */
    byte[] message(int number) {
        var random = random(number, 3);
        var out = new StringBuilder(8192);
        header(out, number, random);
        body(out, random);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void header(StringBuilder out, int number, Random random) {
        var date = arrived(number).minusSeconds(random.nextInt(7200));
        String from = person(random);
        out.append("Return-Path: <sender").append(number % 300).append("@mail.example>\r\n");
        for (int hops = 2 + random.nextInt(2); hops > 0; hops--) {
            out.append("Received: from relay").append(hops).append(".mail.example (relay");
            out.append(hops).append(".mail.example [192.0.2.").append(hops).append("])\r\n");
            out.append("\tby mx.example.org with ESMTPS id ").append(token(random, 12));
            out.append("\r\n\tfor <an@example.org>; ").append(DATE.format(date)).append("\r\n");
        }
        out.append("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example;\r\n");
        out.append("\ts=s2026; h=from:to:subject:date:message-id;\r\n\tbh=");
        out.append(token(random, 44)).append(";\r\n\tb=").append(token(random, 68));
        out.append("\r\n\t ").append(token(random, 68)).append("\r\n");
        out.append("Date: ").append(DATE.format(date)).append("\r\nFrom: ").append(from);
        out.append("\r\nTo: ").append(person(random)).append("\r\n");
        for (int copies = random.nextInt(4) - 1; copies > 0; copies--) {
            out.append(copies == 1 ? "Cc: " : "Cc: " + person(random) + ",\r\n ");
            out.append(person(random)).append("\r\n");
            break;
        }
        thread(out, number);
        out.append("Message-ID: ").append(messageId(number)).append("\r\n");
        out.append("X-Mailer: Bench 1.0\r\nMIME-Version: 1.0\r\n");
        if (random.nextInt(5) == 0) {
            out.append("List-Id: <list").append(random.nextInt(20)).append(".example.org>\r\n");
            out.append("List-Post: <mailto:list@example.org>\r\nPrecedence: list\r\n");
        }
    }

    private static void thread(StringBuilder out, int number) {
        var ancestors = new ArrayList<Integer>();
        int root = number;
        for (int at = parent(number); at >= 0; at = parent(at)) {
            ancestors.add(at);
            root = at;
        }
        var subject = Words.some(random(root, 4), 3 + root % 5);
        out.append("Subject: ").append(ancestors.isEmpty() ? "" : "Re: ");
        out.append(encoded(subject, root % 2 == 0)).append("\r\n");
        if (!ancestors.isEmpty()) {
            out.append("In-Reply-To: ").append(messageId(ancestors.getFirst()));
            out.append("\r\nReferences:");
            var kept = ancestors.subList(0, Math.min(ancestors.size(), MOST_REFERENCES));
            for (int ancestor : kept.reversed()) {
                out.append("\r\n ").append(messageId(ancestor));
            }
            out.append("\r\n");
        }
    }

    private static String person(Random random) {
        int number = random.nextInt(300);
        var names = random(number, 5);
        var name = capital(Words.word(names.nextInt(300))) + " " + capital(Words.word(number));
        return encoded(name, true) + " <sender" + number + "@mail.example>";
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** RFC 2047 where it is not ASCII: B, or Q, which is longer but read by eye. */
    private static String encoded(String text, boolean base64) {
        if (text.chars().allMatch(c -> c < 128)) {
            return text;
        }
        var words = new ArrayList<String>();
        for (var chunk : chunks(text, base64 ? 14 : 7)) {
            byte[] octets = chunk.getBytes(StandardCharsets.UTF_8);
            words.add(
                    base64
                            ? "=?UTF-8?B?" + Base64.getEncoder().encodeToString(octets) + "?="
                            : "=?utf-8?Q?" + quoted(octets).replace(" ", "_") + "?=");
        }
        return String.join("\r\n ", words);
    }

    private static List<String> chunks(String text, int size) {
        var chunks = new ArrayList<String>();
        for (int i = 0; i < text.length(); i += size) {
            chunks.add(text.substring(i, Math.min(text.length(), i + size)));
        }
        return chunks;
    }

    private static String quoted(byte[] octets) {
        var out = new StringBuilder(octets.length * 2);
        for (byte octet : octets) {
            if (octet > 31 && octet != '=' && octet != '?' && octet != '_') {
                out.append((char) octet);
            } else {
                out.append(String.format(Locale.ROOT, "=%02X", octet & 0xff));
            }
        }
        return out.toString();
    }

    private void body(StringBuilder out, Random random) {
        int kind = random.nextInt(100);
        if (kind < 55) {
            text(out, random, "plain");
        } else if (kind < 82) {
            var boundary = open(out, random, "alternative");
            part(out, boundary, random, "plain");
            part(out, boundary, random, "html");
            out.append("--").append(boundary).append("--\r\n");
        } else {
            mixed(out, random, kind);
        }
    }

    private void mixed(StringBuilder out, Random random, int kind) {
        var boundary = open(out, random, "mixed");
        part(out, boundary, random, "plain");
        out.append("--").append(boundary).append("\r\n");
        if (kind < 97) {
            attachment(out, random);
        } else {
            out.append("Content-Type: message/rfc822\r\n\r\n");
            header(out, random.nextInt(count), random);
            text(out, random, "plain");
        }
        out.append("--").append(boundary).append("--\r\n");
    }

    private static String open(StringBuilder out, Random random, String subtype) {
        var boundary = "=_" + token(random, 24);
        out.append("Content-Type: multipart/").append(subtype).append(";\r\n boundary=\"");
        out.append(boundary).append("\"\r\n\r\nThis is a message in several parts.\r\n");
        return boundary;
    }

    private static void part(StringBuilder out, String boundary, Random random, String subtype) {
        out.append("--").append(boundary).append("\r\n");
        text(out, random, subtype);
    }

    private static void text(StringBuilder out, Random random, String subtype) {
        var text = new ByteArrayOutputStream(4096);
        boolean html = subtype.equals("html");
        for (int lines = 8 + random.nextInt(html ? 50 : 35); lines > 0; lines--) {
            var line = Words.some(random, 8 + random.nextInt(4));
            text.writeBytes((html ? "<p>" + line + "</p>" : line).getBytes(StandardCharsets.UTF_8));
            text.writeBytes(new byte[] {'\r', '\n'});
        }
        out.append("Content-Type: text/").append(subtype).append("; charset=utf-8\r\n");
        out.append("Content-Transfer-Encoding: ");
        switch (random.nextInt(4)) {
            case 0 -> out.append("base64\r\n\r\n").append(base64(text.toByteArray()));
            case 1 -> out.append("quoted-printable\r\n\r\n").append(printable(text.toByteArray()));
            default -> out.append("8bit\r\n\r\n").append(text.toString(StandardCharsets.UTF_8));
        }
    }

    private static String printable(byte[] octets) {
        var out = new StringBuilder(octets.length * 2);
        int column = 0;
        for (byte octet : octets) {
            boolean end = octet == '\n' || octet == '\r';
            boolean plain = end || (octet > 31 && octet != '=');
            if (!end && column + (plain ? 1 : 3) > 75) {
                out.append("=\r\n");
                column = 0;
            }
            out.append(plain ? (char) octet : String.format(Locale.ROOT, "=%02X", octet & 0xff));
            column = end ? 0 : column + (plain ? 1 : 3);
        }
        return out.toString();
    }

    private static void attachment(StringBuilder out, Random random) {
        var octets = new byte[3_000 + random.nextInt(random.nextInt(10) == 0 ? 60_000 : 12_000)];
        random.nextBytes(octets);
        var name = Words.word(random.nextInt(900) * 3) + ".pdf";
        out.append("Content-Type: application/pdf; name=\"").append(name).append("\"\r\n");
        out.append("Content-Disposition: attachment; filename=\"").append(name).append("\"\r\n");
        out.append("Content-Transfer-Encoding: base64\r\n\r\n").append(base64(octets));
    }

    private static String base64(byte[] octets) {
        return Base64.getMimeEncoder().encodeToString(octets) + "\r\n";
    }

    private static String token(Random random, int length) {
        var token = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            token.append(Character.forDigit(random.nextInt(36), 36));
        }
        return token.toString();
    }

    /** A message of so many megabytes, most of them a file. */
    static byte[] megabytes(long number, int megabytes) {
        var head =
                "From: Bench <bench@mail.example>\r\nSubject: "
                        + number
                        + "\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n";
        var file = new byte[megabytes * 1_000_000 / 4 * 3];
        new Random(number).nextBytes(file);
        return (head + base64(file)).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * A message of ten kilobytes that no other is like: words, as in mail; random letters would be
     * the worst case of an index by trigrams.
     */
    static byte[] tenKilobytes(long number) {
        return tenKilobytes(number, "bench@mail.example");
    }

    /** The same from a sender of one's own. */
    static byte[] tenKilobytes(long number, String from) {
        var random = new Random(number);
        var out = new StringBuilder(11_000);
        out.append("From: Bench <").append(from).append(">\r\nTo: an@example.org\r\n");
        out.append("Subject: ").append(number).append("\r\nMessage-ID: <").append(number);
        out.append(".append@mail.example>\r\nDate: Mon, 2 Feb 2026 10:00:00 +0700\r\n");
        out.append("Content-Type: text/plain; charset=utf-8\r\n\r\n");
        int octets = out.length();
        while (octets < 10_150) {
            var line = Words.some(random, 10) + "\r\n";
            out.append(line);
            octets += line.getBytes(StandardCharsets.UTF_8).length;
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
