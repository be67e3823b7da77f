package org.bocau.imap;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import org.bocau.mailbox.Metadata.Depth;
import org.bocau.mailbox.Metadata.Entry;
import org.jspecify.annotations.Nullable;

/**
 * GETMETADATA: annotations of a mailbox or, with an empty name, of the server. RFC 5464 §4.2.
 *
 * @param maxSize octets of the longest value wanted; longer ones are only counted
 */
record GetMetadataCommand(String mailbox, List<String> entries, Depth depth, long maxSize)
        implements ImapCommand.AfterLogin {
    /** Options come before the mailbox in the grammar and behind it in the RFC's examples. */
    static GetMetadataCommand parse(ImapReader in) throws IOException {
        var options = new Options();
        if (in.sp().peek() == '(') {
            in.expect('(');
            options.parse(in);
            in.sp();
        }
        String mailbox = in.mailbox();
        if (in.sp().peek() != '(') {
            return options.command(mailbox, EntryName.parseList(in));
        }
        in.expect('(');
        if (Character.isLetter(in.peek())) {
            options.parse(in);
            return options.command(mailbox, EntryName.parseList(in.sp()));
        }
        return options.command(mailbox, EntryName.parseRest(in));
    }

    /** {@code getmetadata-options}, from behind the parenthesis. RFC 5464 §4.2.1, §4.2.2. */
    private static final class Options {
        private @Nullable Depth depth;
        private @Nullable Long maxSize;

        void parse(ImapReader in) {
            do {
                switch (in.word()) {
                    case "MAXSIZE" -> maxSize = once(maxSize, in.sp().number());
                    case "DEPTH" -> depth = once(depth, depth(in.sp().word()));
                    default -> throw ImapRefusal.bad("unknown GETMETADATA option");
                }
            } while (in.takeIf(" "));
            in.expect(')');
        }

        private static <T> T once(@Nullable T before, T now) {
            if (before != null) {
                throw ImapRefusal.bad("option is given twice");
            }
            return now;
        }

        private static Depth depth(String word) {
            return switch (word) {
                case "0" -> Depth.ZERO;
                case "1" -> Depth.ONE;
                case "INFINITY" -> Depth.INFINITY;
                default -> throw ImapRefusal.bad("unknown DEPTH");
            };
        }

        GetMetadataCommand command(String mailbox, List<String> entries) {
            return new GetMetadataCommand(
                    mailbox,
                    entries,
                    depth == null ? Depth.ZERO : depth,
                    maxSize == null ? Long.MAX_VALUE : maxSize);
        }
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        var annotations = user.annotations();
        var subject = annotations.subject(mailbox);
        var values = new LinkedHashMap<String, byte @Nullable []>();
        if (depth == Depth.ZERO) {
            entries.forEach(name -> values.put(name, null)); // NIL where there is none
        }
        long longest = -1;
        for (Entry entry : annotations.find(subject, entries, depth, maxSize)) {
            if (entry.value() == null) {
                longest = Math.max(longest, entry.octets());
                values.remove(entry.name());
            } else {
                values.put(entry.name(), entry.value());
            }
        }
        if (!values.isEmpty()) {
            Annotations.write(subject.name(), values, out);
        }
        return longest < 0
                ? Completion.ok("GETMETADATA completed")
                : Completion.ok(
                        ResponseCode.number("METADATA LONGENTRIES", longest),
                        "GETMETADATA completed");
    }
}
