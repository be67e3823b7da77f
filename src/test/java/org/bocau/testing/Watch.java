package org.bocau.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bocau.mailbox.ConsistencyCheck;
import org.bocau.net.SessionFailures;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;

/**
 * What must not happen while tests run, whoever caused it: an ERROR of ours in the log, a session
 * that met a bug, a store whose counters do not agree with its rows.
 */
final class Watch {
    private final SessionFailures sessions;
    private final ConsistencyCheck store;
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Appender appender = new Appender();
    private long bugsSeen;

    private Watch(SessionFailures sessions, ConsistencyCheck store) {
        this.sessions = sessions;
        this.store = store;
    }

    static Watch over(ApplicationContext context) {
        var watch =
                new Watch(
                        context.getBean(SessionFailures.class),
                        context.getBean(ConsistencyCheck.class));
        watch.attach();
        return watch;
    }

    /**
     * What went wrong since the last call.
     *
     * @param expected a log message that contains one of these was meant to be
     */
    List<String> problems(List<String> expected) {
        var problems = new ArrayList<String>();
        boolean excused = false;
        for (var error = errors.poll(); error != null; error = errors.poll()) {
            if (expected.stream().anyMatch(error::contains)) {
                excused = true;
            } else {
                problems.add("logged at ERROR: " + error);
            }
        }
        long bugs = sessions.count();
        if (bugs > bugsSeen && !excused) {
            problems.add((bugs - bugsSeen) + " session(s) met a bug");
        }
        bugsSeen = bugs;
        problems.addAll(store.problems());
        return problems;
    }

    /** Another context that starts in this JVM sets logging up anew, and takes the appender off. */
    private void attach() {
        var ours = (Logger) LoggerFactory.getLogger("org.bocau");
        if (!ours.isAttached(appender)) {
            appender.setContext(ours.getLoggerContext());
            appender.start();
            ours.addAppender(appender);
        }
    }

    /** Lets pass what was logged until now. */
    void forget() {
        attach();
        errors.clear();
        bugsSeen = sessions.count();
    }

    private final class Appender extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                var thrown = event.getThrowableProxy();
                errors.add(
                        event.getLoggerName()
                                + ": "
                                + event.getFormattedMessage()
                                + (thrown == null
                                        ? ""
                                        : "\n" + ThrowableProxyUtil.asString(thrown)));
            }
        }
    }
}
