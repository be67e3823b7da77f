package org.bocau.mailbox;

import java.util.List;

/**
 * The flags of one message: system flags as bits, keywords by name.
 *
 * @param system bits of {@link Flag}
 * @param keywords in the spelling first used in the mailbox; distinct without regard to case
 */
public record Flags(int system, List<String> keywords) {
    public static final Flags NONE = new Flags(0, List.of());

    public Flags {
        keywords = List.copyOf(keywords);
    }

    public static Flags of(Flag... flags) {
        int bits = 0;
        for (Flag flag : flags) {
            bits |= flag.bit();
        }
        return new Flags(bits, List.of());
    }

    public boolean has(Flag flag) {
        return flag.in(system);
    }
}
