package org.bocau.queue;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the queue is worked off ({@code bocau.queue.*}). Times and sizes carry their unit: {@code
 * 5m}, {@code 1MB}.
 *
 * @param run whether this node sends; what one that does not enqueues, the others find
 * @param connections to other systems at once, in all
 * @param connectionsPerDomain the same for one domain; it begins with one and earns the others
 * @param backoff after the first attempt, the second…; the last one counts from then on
 * @param expiry after this time what could not be delivered is returned (RFC 5321 §4.5.4.1: 4 to 5
 *     days)
 * @param delayNotice after this time the sender is told, once, that it takes long
 * @param poll how often the runner looks for what other nodes have queued
 * @param stopGrace how long the attempts under way may take when the server stops
 * @param returned of a larger message only the header section comes back
 */
@ConfigurationProperties("bocau.queue")
record QueueProperties(
        @DefaultValue("true") boolean run,
        @DefaultValue("200") int connections,
        @DefaultValue("20") int connectionsPerDomain,
        @DefaultValue("5m,10m,20m,40m,1h") List<Duration> backoff,
        @DefaultValue("5d") Duration expiry,
        @DefaultValue("4h") Duration delayNotice,
        @DefaultValue("5s") Duration poll,
        @DefaultValue("5s") Duration stopGrace,
        @DefaultValue("1MB") DataSize returned) {
    private static final Duration SHORTEST = Duration.ofMinutes(2);

    QueueProperties {
        backoff = List.copyOf(backoff);
        if (backoff.isEmpty() || backoff.stream().anyMatch(b -> b.compareTo(SHORTEST) < 0)) {
            throw new IllegalArgumentException(
                    "bocau.queue.backoff needs times of at least 2m: an attempt must fit into each");
        }
        if (connections < 1 || connectionsPerDomain < 1) {
            throw new IllegalArgumentException(
                    "bocau.queue.connections and .connections-per-domain must be at least 1");
        }
    }
}
