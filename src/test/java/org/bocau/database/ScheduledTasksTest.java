package org.bocau.database;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bocau.testing.ExpectsErrors;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.transaction.CannotCreateTransactionException;

/** Periodic work while the database is away: a warning, and its next turn. */
@IntegrationTest
class ScheduledTasksTest {
    /** Nothing may be logged at ERROR here, see {@link IntegrationTest}. */
    @Test
    void theSchedulerOfTheApplicationPutsWorkOff(TestServer server) throws Exception {
        var turns = new CountDownLatch(2);
        var scheduled =
                server.bean(TaskScheduler.class)
                        .scheduleWithFixedDelay(
                                () -> {
                                    turns.countDown();
                                    throw new DataAccessResourceFailureException("it is away");
                                },
                                Instant.EPOCH,
                                Duration.ofMillis(20));
        assertThat(turns.await(20, TimeUnit.SECONDS)).isTrue();
        scheduled.cancel(false);
    }

    @Test
    void whyIsSaidInOneLine() {
        var said =
                logged(new CannotCreateTransactionException("no", new SQLException("it is away")));
        assertThat(said.getLevel()).isEqualTo(Level.WARN);
        assertThat(said.getFormattedMessage()).endsWith("put off: it is away");
        assertThat(said.getThrowableProxy()).isNull();
    }

    @Test
    @ExpectsErrors("periodic work failed")
    void aFaultOfOursIsOne() {
        var said = logged(new IllegalStateException("no such thing"));
        assertThat(said.getLevel()).isEqualTo(Level.ERROR);
        assertThat(said.getThrowableProxy()).isNotNull();
    }

    private static ILoggingEvent logged(Throwable failure) {
        var logger = (Logger) LoggerFactory.getLogger(ScheduledTasks.class);
        var events = new ListAppender<ILoggingEvent>();
        events.start();
        logger.addAppender(events);
        try {
            new ScheduledTasks().handleError(failure);
        } finally {
            logger.detachAppender(events);
        }
        assertThat(events.list).hasSize(1);
        return events.list.getFirst();
    }
}
