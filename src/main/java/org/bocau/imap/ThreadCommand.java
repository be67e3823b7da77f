package org.bocau.imap;

import java.io.IOException;
import java.util.Arrays;
import org.bocau.mailbox.Threading;
import org.bocau.mailbox.Threads;

/** THREAD and UID THREAD. RFC 5256 §3. */
record ThreadCommand(Numbering numbering, Threading threading, SearchTerm term)
        implements ImapCommand.OnMailbox {
    static ThreadCommand parse(ImapReader in, Numbering numbering) throws IOException {
        var threading = threading(in.sp().word());
        return new ThreadCommand(numbering, threading, new SearchParser(in.sp()).criteria());
    }

    private static Threading threading(String word) {
        for (Threading threading : Threading.values()) {
            if (threading.name().equals(word)) {
                return threading;
            }
        }
        throw ImapRefusal.bad("unknown threading algorithm");
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.sync(out);
        if (term.asksModseq()) {
            mailbox.user().knowsModseq(out);
        }
        long[] found = mailbox.search(term);
        Threads threads =
                mailbox.user().session().store().ordering().thread(mailbox.id(), found, threading);
        out.raw("* THREAD");
        if (threads.firstThread() != Threads.NONE) {
            out.raw(" ");
            new Writing(threads, mailbox.table(), out).all();
        }
        out.crlf();
        return Completion.ok("THREAD completed");
    }

    /**
     * Writes thread-lists: a line of single children without parentheses, several children each in
     * their own. RFC 5256 §5 (thread-list). Keeps its own stack: a thread may be as deep as there
     * are messages.
     */
    private final class Writing {
        private final Threads threads;
        private final MessageTable table;
        private final ImapWriter out;
        private int[] open = new int[64]; // in every open parenthesis: what comes after this list
        private int depth;

        Writing(Threads threads, MessageTable table, ImapWriter out) {
            this.threads = threads;
            this.table = table;
            this.out = out;
        }

        void all() throws IOException {
            int top = threads.firstThread();
            while (top != Threads.NONE) {
                out.raw("(");
                for (int node = top; node != Threads.NONE; ) {
                    node = one(node);
                }
                top = threads.next(top);
            }
        }

        /** Writes a message, and returns the one to be written after it in this thread. */
        private int one(int node) throws IOException {
            int child = threads.firstChild(node);
            if (!threads.dummy(node)) {
                out.number(number(threads.uid(node)));
                if (child != Threads.NONE) {
                    out.raw(" ");
                }
            }
            if (child == Threads.NONE) {
                return closed();
            }
            int sibling = threads.next(child);
            if (sibling != Threads.NONE) {
                open(sibling);
            }
            return child;
        }

        private void open(int next) throws IOException {
            out.raw("(");
            if (depth == open.length) {
                open = Arrays.copyOf(open, 2 * depth);
            }
            open[depth++] = next;
        }

        /** Ends lists until one has a sibling. */
        private int closed() throws IOException {
            out.raw(")");
            while (depth > 0) {
                int next = open[depth - 1];
                if (next != Threads.NONE) {
                    open[depth - 1] = threads.next(next);
                    out.raw("(");
                    return next;
                }
                depth--;
                out.raw(")");
            }
            return Threads.NONE;
        }

        private long number(long uid) {
            return numbering == Numbering.UID ? uid : table.row(uid) + 1L;
        }
    }
}
