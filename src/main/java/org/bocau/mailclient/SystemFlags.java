package org.bocau.mailclient;

import jakarta.mail.Flags;
import java.util.Map;
import java.util.Set;

/** The flags of RFC 3501 §2.3.2 that last, by name. */
final class SystemFlags {
    static final Map<String, Flags.Flag> ALL =
            Map.of(
                    "\\Seen", Flags.Flag.SEEN,
                    "\\Answered", Flags.Flag.ANSWERED,
                    "\\Flagged", Flags.Flag.FLAGGED,
                    "\\Deleted", Flags.Flag.DELETED,
                    "\\Draft", Flags.Flag.DRAFT);

    private SystemFlags() {}

    /** What names nothing, and what is no keyword as IMAP writes it, is left out (T38). */
    static Flags of(Set<String> names) {
        var flags = new Flags();
        for (var name : names) {
            var system = ALL.get(name);
            if (system != null) flags.add(system);
            else if (isKeyword(name)) flags.add(name);
        }
        return flags;
    }

    private static boolean isKeyword(String name) {
        return name.matches("[A-Za-z0-9$_.+&-]{1,64}");
    }
}
