package org.bocau.pop3;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Goes on with a session on a thread of the operating system, while its owner waits. To wake a
 * virtual thread takes the JVM's thread that watches sockets and one that carries it; who downloads
 * a maildrop message by message waits for that each time, and for little else. Only {@link
 * ReadAhead#PLACES} sessions download at a time.
 */
final class Download {
    private Download() {}

    /** A part of a session. */
    @FunctionalInterface
    interface Part {
        void run() throws IOException;
    }

    /** Returns when the part has ended; what it throws is thrown here. */
    static void run(String session, Part part) throws IOException {
        var ended = new CompletableFuture<Void>();
        Thread.ofPlatform()
                .daemon()
                .name("download-" + session)
                .start(() -> {
                    try {
                        part.run();
                        ended.complete(null);
                    } catch (Throwable failed) { // thrown again by the session's own thread
                        ended.completeExceptionally(failed);
                    }
                });
        try {
            ended.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException gone) {
                throw gone;
            }
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw e;
        }
    }
}
