package org.bocau.queue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What is measured of the queue; asked of the database when somebody looks. */
@Component
class QueueMeters {
    QueueMeters(OutboundQueue queue, QueueRunner runner, MeterRegistry meters, Clock clock) {
        Gauge.builder("bocau.queue.size", queue, OutboundQueue::size)
                .description("messages in the queue")
                .register(meters);
        Gauge.builder("bocau.queue.quarantined", queue, OutboundQueue::quarantined)
                .description("messages that no attempt ever brought to an end")
                .register(meters);
        Gauge.builder(
                        "bocau.queue.oldest",
                        queue,
                        q ->
                                q.oldest()
                                        .map(at -> Duration.between(at, clock.instant()))
                                        .orElse(Duration.ZERO)
                                        .toSeconds())
                .description("age of the oldest message")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("bocau.queue.connections", runner, QueueRunner::active)
                .description("attempts under way on this node")
                .register(meters);
    }
}
