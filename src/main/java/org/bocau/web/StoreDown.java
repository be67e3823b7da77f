package org.bocau.web;

import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that does not answer from a fault of ours. */
final class StoreDown {
    private StoreDown() {}

    static boolean causes(@Nullable Throwable failure) {
        int depth = 0; // causes may form a ring
        for (var cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            switch (cause) {
                case DataAccessResourceFailureException _,
                        TransientDataAccessResourceException _,
                        QueryTimeoutException _,
                        CannotCreateTransactionException _,
                        SQLTransientException _,
                        SQLNonTransientConnectionException _ -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }
}
