package org.bocau.security;

import java.text.Normalizer;
import java.util.Optional;

/**
 * Prepares a password as SCRAM's clients do: SASLprep (RFC 4013). Its tables are those of Unicode
 * 3.2; the normalisation is that of the platform, which is the same for what was assigned then. The
 * rule for text that runs both ways is left out: it would only refuse passwords.
 */
final class SaslPrep {
    private SaslPrep() {}

    /** Empty when a character is not allowed: then no client can log in with it by SCRAM. */
    static Optional<String> prepare(String password) {
        var mapped = new StringBuilder();
        password.codePoints()
                .filter(c -> !isMappedToNothing(c))
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .forEach(mapped::appendCodePoint);
        var prepared = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return prepared.isEmpty() || prepared.codePoints().anyMatch(SaslPrep::isProhibited)
                ? Optional.empty()
                : Optional.of(prepared);
    }

    /** RFC 3454 table B.1. */
    private static boolean isMappedToNothing(int c) {
        return switch (c) {
            case 0x00AD, 0x034F, 0x1806, 0x2060, 0xFEFF -> true;
            default ->
                    (c >= 0x180B && c <= 0x180D)
                            || (c >= 0x200B && c <= 0x200D)
                            || (c >= 0xFE00 && c <= 0xFE0F);
        };
    }

    /** RFC 4013 §2.3: controls, private use, surrogates, non-characters, tags. */
    private static boolean isProhibited(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> (c & 0xFFFE) == 0xFFFE || (c >= 0xFFF9 && c <= 0xFFFD);
        };
    }
}
