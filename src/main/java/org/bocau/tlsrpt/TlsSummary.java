package org.bocau.tlsrpt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bocau.relay.TlsResult;
import org.jspecify.annotations.Nullable;

/** How many sessions went how, under one policy. RFC 8460 §4.4. For one thread. */
final class TlsSummary {
    private long succeeded;
    private long failed;
    private final Map<TlsResult.Failure, Long> failures = new LinkedHashMap<>();

    /**
     * @param failure null: they went well
     */
    void add(TlsResult.@Nullable Failure failure, long sessions) {
        if (failure == null) {
            succeeded += sessions;
        } else {
            failed += sessions;
            failures.merge(failure, sessions, Long::sum);
        }
    }

    long succeeded() {
        return succeeded;
    }

    long failed() {
        return failed;
    }

    Map<TlsResult.Failure, Long> failures() {
        return failures;
    }
}
