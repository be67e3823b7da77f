package org.bocau.mailbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the store keeps, on the disk and in memory, and how long ({@code bocau.mailbox.*}).
 *
 * @param tombstonesKept how long expunged UIDs are remembered, for clients that synchronise rarely
 *     (RFC 7162 §3.2), and missing messages that others refer to
 * @param bodyGrace how long an unreferenced body is left alone: longer than any transaction that
 *     may refer to it lasts
 * @param housekeepingEvery pause between two runs
 * @param reindexEvery how often a node looks for messages that are to be read anew
 * @param flagsToDisk whether STORE waits until changed flags are on the disk; else a crash of
 *     PostgreSQL may take back the flags of the last half second, never messages
 * @param indexSize memory for the mailbox indexes; a sixteenth of the heap when not said
 * @param contentSize memory for envelopes, structures and headers; a quarter of the heap when not
 *     said
 * @param bodySize memory for whole small messages; a sixteenth of the heap when not said
 * @param sortSize memory for sort keys; an eighth of the heap when not said
 */
@ConfigurationProperties("bocau.mailbox")
record MailboxProperties(
        @DefaultValue("90d") Duration tombstonesKept,
        @DefaultValue("1h") Duration bodyGrace,
        @DefaultValue("10m") Duration housekeepingEvery,
        @DefaultValue("5s") Duration reindexEvery,
        @DefaultValue("false") boolean flagsToDisk,
        @Nullable DataSize indexSize,
        @Nullable DataSize contentSize,
        @Nullable DataSize bodySize,
        @Nullable DataSize sortSize) {
    MailboxProperties {
        if (bodyGrace.compareTo(Duration.ofMinutes(5)) < 0) {
            throw new IllegalArgumentException("bocau.mailbox.body-grace must be at least 5m");
        }
    }

    /** Octets. */
    long indexMemory() {
        return indexSize == null ? Runtime.getRuntime().maxMemory() / 16 : indexSize.toBytes();
    }

    /** Octets. */
    long contentMemory() {
        return contentSize == null ? Runtime.getRuntime().maxMemory() / 4 : contentSize.toBytes();
    }

    /** Octets. */
    long bodyMemory() {
        return bodySize == null ? Runtime.getRuntime().maxMemory() / 16 : bodySize.toBytes();
    }

    /** Octets. */
    long sortMemory() {
        return sortSize == null ? Runtime.getRuntime().maxMemory() / 8 : sortSize.toBytes();
    }
}
