package org.bocau.queue;

import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while the runner of this node looks at the queue again and again, or is not meant to. */
@Component("queueHealthIndicator")
class QueueHealth implements HealthIndicator {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final QueueRunner runner;
    private final QueueProperties properties;
    private final Clock clock;

    QueueHealth(QueueRunner runner, QueueProperties properties, Clock clock) {
        this.runner = runner;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public Health health() {
        var looked = runner.lastLook();
        boolean recently =
                looked != null
                        && looked.plus(LONGEST).plus(properties.poll()).isAfter(clock.instant());
        return !properties.run() || recently ? Health.up().build() : Health.down().build();
    }
}
