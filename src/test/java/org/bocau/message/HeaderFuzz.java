package org.bocau.message;

import java.nio.charset.StandardCharsets;

/** Any text as the value of each kind of header field. */
public final class HeaderFuzz {
    private HeaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        var text = new String(octets, StandardCharsets.UTF_8);
        encodedWords(text);
        addresses(text);
        parameters(text);
        var _ = DateReader.read(text);
        requireOneLine(MessageIds.first(text));
        MessageIds.references(text, text).forEach(HeaderFuzz::requireOneLine);
        requireOneLine(BaseSubject.of(HeaderField.oneLine(text)).key());
        rendered(text);
    }

    /** What is encoded comes back, in words no longer than RFC 2047 §2 has them. */
    private static void encodedWords(String text) {
        var _ = EncodedWord.decode(text);
        var line = HeaderField.oneLine(text);
        var encoded = EncodedWord.encode(line);
        if (!EncodedWord.decode(encoded).equals(line) && !line.isEmpty()) {
            throw new AssertionError("does not come back: " + encoded);
        }
        for (var word : encoded.split(" ")) {
            if (word.length() > 75 || !Ascii.isAscii(word)) {
                throw new AssertionError("no encoded word: " + word);
            }
        }
    }

    private static void addresses(String text) {
        var line = HeaderField.oneLine(text);
        for (var address : HeaderAddress.list(line)) {
            requireOneLine(address.name());
            requireOneLine(address.group());
            requireOneLine(address.address());
            address.emailAddress()
                    .ifPresent(valid -> {
                        if (!EmailAddress.parse(valid.toString()).equals(valid)) {
                            throw new AssertionError("does not come back: " + valid);
                        }
                    });
        }
    }

    private static void parameters(String text) {
        var type = ContentType.parse(text, ContentType.TEXT);
        requireToken(type.type());
        requireToken(type.subtype());
        requireOneLine(type.parameters().get("name"));
        var disposition = Disposition.parse(text);
        if (disposition != null) {
            requireToken(disposition.type());
            requireOneLine(disposition.parameters().get("filename"));
        }
    }

    /** The same in every field that ENVELOPE and BODYSTRUCTURE show. */
    private static void rendered(String text) {
        var line = text.replace("\r", "").replace("\n", "");
        var header = new StringBuilder();
        for (var name :
                new String[] {
                    "From",
                    "To",
                    "Cc",
                    "Reply-To",
                    "Subject",
                    "Date",
                    "In-Reply-To",
                    "Message-ID",
                    "Content-Type",
                    "Content-Disposition",
                    "Content-Transfer-Encoding",
                    "Content-ID",
                    "Content-Description",
                    "Content-Language",
                    "Content-Location",
                    "Content-MD5"
                }) {
            header.append(name).append(": ").append(line).append("\r\n");
        }
        var octets = header.append("\r\nbody").toString().getBytes(StandardCharsets.UTF_8);
        Messages.wellFormed(Messages.parse(octets));
    }

    private static void requireToken(String text) {
        if (text.isEmpty() || !text.chars().allMatch(Ascii::isToken)) {
            throw new AssertionError("no token: " + text);
        }
    }

    private static void requireOneLine(@org.jspecify.annotations.Nullable String text) {
        if (text != null && !text.equals(HeaderField.oneLine(text))) {
            throw new AssertionError("more than a line of Unicode: " + text);
        }
    }
}
