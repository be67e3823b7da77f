package org.bocau.admin;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What is not there, or not there any more, is 404. */
@ControllerAdvice(basePackageClasses = ConsoleErrors.class)
class ConsoleErrors {
    @ExceptionHandler(NoSuchElementException.class)
    void missing(HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
}
