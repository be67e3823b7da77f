package org.bocau.settings;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What is not there, or is somebody else's, is 404. */
@ControllerAdvice(basePackageClasses = SettingsFailures.class)
class SettingsFailures {
    @ExceptionHandler(NoSuchElementException.class)
    void missing(HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
}
