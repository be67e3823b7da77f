package org.bocau.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The flags of one message: system flags as bits, keywords by name.
 *
 * @param system bits of {@link Flag}
 * @param keywords in the spelling first used in the mailbox; distinct without regard to case
 */
public record Flags(int system, List<String> keywords) {
    private static final Flags[] PLAIN =
            IntStream.range(0, 32).mapToObj(b -> new Flags(b, List.of())).toArray(Flags[]::new);

    public static final Flags NONE = PLAIN[0];

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

    /** As IMAP writes them: system flags in any case, everything else is a keyword. */
    public static Flags named(List<String> names) {
        if (names.isEmpty()) {
            return NONE;
        }
        int bits = 0;
        var keywords = new ArrayList<String>();
        for (var name : names) {
            var flag = Flag.named(name);
            if (flag.isPresent()) {
                bits |= flag.get().bit();
            } else if (keywords.stream().noneMatch(name::equalsIgnoreCase)) {
                keywords.add(name);
            }
        }
        return new Flags(bits, keywords);
    }

    /** System flags only, the usual case: few distinct ones, so they are shared. */
    static Flags system(int bits) {
        return bits >= 0 && bits < PLAIN.length ? PLAIN[bits] : new Flags(bits, List.of());
    }

    public boolean has(Flag flag) {
        return flag.in(system);
    }
}
