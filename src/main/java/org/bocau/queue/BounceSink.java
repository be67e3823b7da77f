package org.bocau.queue;

import java.io.IOException;

/** Where reports to senders go: into a mailbox of ours, or into the queue. */
@FunctionalInterface
public interface BounceSink {
    /**
     * Files or queues a notice, within the caller's transaction: with it, the rows of the
     * recipients end that it tells of.
     *
     * @param trace what the logs call its cause
     * @throws NoticeRefusal nobody takes it: it is dropped, since no notice answers a notice
     * @throws IOException its spool cannot be read
     */
    void take(Notice notice, String trace) throws IOException;
}
