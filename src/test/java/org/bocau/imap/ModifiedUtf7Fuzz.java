package org.bocau.imap;

import java.nio.charset.StandardCharsets;

/** Any octets as a mailbox name on the wire, and any text as a name: one spelling, both ways. */
public final class ModifiedUtf7Fuzz {
    private ModifiedUtf7Fuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        var wire = new String(octets, StandardCharsets.ISO_8859_1);
        var decoded = ModifiedUtf7.decode(wire);
        if (decoded != null && !ModifiedUtf7.encode(decoded).equals(wire)) {
            throw new AssertionError("two spellings of " + decoded);
        }
        var name = new String(octets, StandardCharsets.UTF_8); // no lone surrogate is left in it
        var encoded = ModifiedUtf7.encode(name);
        if (!encoded.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new AssertionError("not 7-bit: " + encoded);
        }
        boolean plain = name.chars().noneMatch(Character::isISOControl);
        if (plain && !name.equals(ModifiedUtf7.decode(encoded))) {
            throw new AssertionError("does not come back: " + encoded);
        }
    }
}
