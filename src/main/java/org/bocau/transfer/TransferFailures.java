package org.bocau.transfer;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What is not there, or is somebody else's, is 404; the shell's error page says the rest. */
@ControllerAdvice(basePackageClasses = TransferFailures.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class TransferFailures {
    private static final Logger log = LoggerFactory.getLogger(TransferFailures.class);

    @ExceptionHandler
    void notThere(NoSuchMailException gone, HttpServletResponse response) throws IOException {
        answer(response, HttpServletResponse.SC_NOT_FOUND);
    }

    @ExceptionHandler
    void away(MailUnavailableException away, HttpServletResponse response) throws IOException {
        log.warn("mail server unavailable: {}", away.getMessage(), away);
        answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    @ExceptionHandler
    void refused(MailRefusedException refused, HttpServletResponse response) throws IOException {
        log.info("mail server refused: {}", refused.getMessage());
        answer(response, HttpServletResponse.SC_CONFLICT);
    }

    /** A download that broke half way has its status already: it must not look complete. */
    private static void answer(HttpServletResponse response, int status) throws IOException {
        if (response.isCommitted()) throw new IOException("the answer broke off");
        response.sendError(status);
    }
}
