package org.bocau.triage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to the messages of a {@link Step}. Written as one word in the table. */
public sealed interface Change {
    /** A system flag or a keyword. */
    record Flag(String flag, boolean set) implements Change {
        @Override
        public String toString() {
            return (set ? "+" : "-") + flag;
        }
    }

    /**
     * @param mailbox where to, as IMAP names it
     */
    record Move(String mailbox) implements Change {
        @Override
        public String toString() {
            return ">" + mailbox;
        }
    }

    /**
     * Marked as of a muted conversation and moved, or the mark taken off and moved.
     *
     * @param mailbox where to, as IMAP names it
     */
    record Hush(String mailbox, boolean muted) implements Change {
        @Override
        public String toString() {
            return (muted ? "h" : "l") + mailbox;
        }
    }

    /** Out of the way until that time. */
    record Snooze(Instant until) implements Change {
        @Override
        public String toString() {
            return "z" + until.getEpochSecond();
        }
    }

    /** Back into the inbox, unread. */
    record Wake() implements Change {
        @Override
        public String toString() {
            return "w";
        }
    }

    /**
     * Back to where it was before it was woken, as old as it was then, asleep again if it was.
     *
     * @param mailbox as IMAP names it
     * @param arrived its INTERNALDATE, in whole seconds
     * @param until when it comes back; null where it had no such time
     */
    record Return(String mailbox, Instant arrived, @Nullable Instant until) implements Change {
        @Override
        public String toString() {
            var time = until == null ? "" : Long.toString(until.getEpochSecond());
            return "r" + arrived.getEpochSecond() + "," + time + ">" + mailbox;
        }

        private static Return read(String text) {
            int comma = text.indexOf(',');
            int end = text.indexOf('>');
            var time = text.substring(comma + 1, end);
            return new Return(
                    text.substring(end + 1),
                    Instant.ofEpochSecond(Long.parseLong(text.substring(0, comma))),
                    time.isEmpty() ? null : Instant.ofEpochSecond(Long.parseLong(time)));
        }
    }

    /**
     * Mutes conversations, or lets them be heard again. It is about no messages of its own.
     *
     * @param threads THREADIDs, RFC 8474
     */
    record Mute(List<String> threads, boolean muted) implements Change {
        public Mute {
            threads = List.copyOf(threads);
        }

        @Override
        public String toString() {
            return (muted ? "m" : "u") + String.join(" ", threads);
        }
    }

    /**
     * What a rule does to a message: marks it, then moves it.
     *
     * @param flags system flags and keywords, to be set
     * @param mailbox where to, as IMAP names it; empty where it stays
     */
    record Apply(List<String> flags, String mailbox) implements Change {
        public Apply {
            flags = List.copyOf(flags);
        }

        @Override
        public String toString() {
            return "a" + String.join(" ", flags) + ">" + mailbox;
        }

        private static Apply read(String text) {
            int end = text.indexOf('>');
            var flags = text.substring(0, end);
            return new Apply(
                    flags.isEmpty() ? List.of() : List.of(flags.split(" ")),
                    text.substring(end + 1));
        }
    }

    /** For good. */
    record Destroy() implements Change {
        @Override
        public String toString() {
            return "x";
        }
    }

    /** Reads what {@code toString} has written. */
    static Change parse(String text) {
        var rest = text.substring(1);
        return switch (text.charAt(0)) {
            case '+' -> new Flag(rest, true);
            case '-' -> new Flag(rest, false);
            case '>' -> new Move(rest);
            case 'h' -> new Hush(rest, true);
            case 'l' -> new Hush(rest, false);
            case 'z' -> new Snooze(Instant.ofEpochSecond(Long.parseLong(rest)));
            case 'w' -> new Wake();
            case 'r' -> Return.read(rest);
            case 'm' -> new Mute(List.of(rest.split(" ")), true);
            case 'u' -> new Mute(List.of(rest.split(" ")), false);
            case 'a' -> Apply.read(rest);
            case 'x' -> new Destroy();
            default -> throw new IllegalArgumentException("no change: " + text);
        };
    }
}
