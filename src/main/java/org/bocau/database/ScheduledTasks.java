package org.bocau.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.util.ErrorHandler;

/**
 * What periodic work does when it fails: its next turn comes all the same. While the database is
 * away that is to be expected, and a warning; anything else is a fault of ours, with its stack.
 */
@Component
final class ScheduledTasks implements SimpleAsyncTaskSchedulerCustomizer, ErrorHandler {
    private static final Logger log = LoggerFactory.getLogger(ScheduledTasks.class);

    @Override
    public void customize(SimpleAsyncTaskScheduler scheduler) {
        scheduler.setErrorHandler(this);
    }

    @Override
    public void handleError(Throwable failure) {
        if (failure instanceof DataAccessException || failure instanceof TransactionException) {
            var cause = NestedExceptionUtils.getMostSpecificCause(failure);
            log.warn("periodic work is put off: {}", cause.getMessage());
        } else {
            log.error("periodic work failed", failure);
        }
    }
}
