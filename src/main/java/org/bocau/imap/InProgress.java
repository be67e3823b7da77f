package org.bocau.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells the client now and then that its command still runs, so that it does not give up (quirk 27)
 * and so that one that has gone is noticed. RFC 9585. The work is done on another thread; the
 * session's thread, which alone writes, waits.
 */
final class InProgress {
    /** Brings to the client what was written. */
    @FunctionalInterface
    interface Flush {
        void flush() throws IOException;
    }

    private final ImapWriter out;
    private final Flush flush;
    private final String tag;
    private final Duration every;

    InProgress(ImapWriter out, Flush flush, String tag, Duration every) {
        this.out = out;
        this.flush = flush;
        this.tag = tag;
        this.every = every;
    }

    /**
     * Does the work, which touches nothing the session's thread owns but to read it, and no writer.
     *
     * @throws IOException the client is gone; the work goes on to its end, which its statements'
     *     time limit bounds, and nobody hears of it
     */
    <T> T during(Callable<T> work) throws IOException {
        var task = new FutureTask<>(work);
        Thread.ofVirtual().name("imap-work-" + tag).start(task);
        while (true) {
            try {
                return task.get(every.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                tell();
            } catch (ExecutionException failed) {
                throw unwrapped(failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stopped);
            }
        }
    }

    /** {@code * OK [INPROGRESS ("tag" NIL NIL)]}: how much is left nobody knows. RFC 9585 §4. */
    private void tell() throws IOException {
        out.raw("* OK [INPROGRESS (").string(tag).raw(" NIL NIL)] Still working").crlf();
        flush.flush();
    }

    private static IOException unwrapped(ExecutionException failed) {
        return switch (failed.getCause()) {
            case RuntimeException refusalOrBug -> throw refusalOrBug;
            case Error error -> throw error;
            case IOException gone -> gone;
            case null, default -> new IOException(failed);
        };
    }
}
