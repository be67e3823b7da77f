package org.bocau.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * One page for all that goes wrong: what it means, what to do, a number for the log. Nothing else.
 */
@Controller
class ErrorPages implements ErrorController {
    private static final Logger log = LoggerFactory.getLogger(ErrorPages.class);
    private static final Set<Integer> EXPLAINED = Set.of(400, 403, 404, 405, 413, 429, 500, 503);
    private static final int RETRY_AFTER_SECONDS = 10;

    private final MessageSource messages;

    ErrorPages(MessageSource messages) {
        this.messages = messages;
    }

    @RequestMapping("/error")
    String error(
            HttpServletRequest request, HttpServletResponse response, Model model, Locale locale) {
        var failure = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        int status = status(request, failure);
        var id = String.valueOf(request.getAttribute(RequestIds.ATTRIBUTE));
        response.setStatus(status);
        if (status == 503) response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
        if (status >= 500) log(id, request, failure);

        int text = EXPLAINED.contains(status) ? status : status >= 500 ? 500 : 400;
        model.addAttribute("status", status);
        model.addAttribute("title", messages.getMessage("error." + text + ".title", null, locale));
        model.addAttribute("text", messages.getMessage("error." + text + ".text", null, locale));
        model.addAttribute("retry", status >= 500 ? failedPath(request) : null);
        model.addAttribute("requestId", id);
        return request.getHeader("HX-Request") == null ? "error" : "error :: panel";
    }

    private static int status(HttpServletRequest request, @Nullable Throwable failure) {
        if (StoreDown.causes(failure)) return 503;
        // without the attribute somebody has asked for /error itself, where there is nothing
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? status
                : 404;
    }

    /** Where a GET failed, to try it again; a POST is not repeated by a link. */
    private static @Nullable String failedPath(HttpServletRequest request) {
        var path = (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return "GET".equals(request.getMethod()) && path != null ? LocalPath.orRoot(path) : null;
    }

    private static void log(String id, HttpServletRequest request, @Nullable Throwable failure) {
        log.error(
                "request {} failed: {} {}: {}",
                id,
                request.getMethod(),
                request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI),
                failure == null ? "no exception" : failure.getClass().getSimpleName());
    }
}
