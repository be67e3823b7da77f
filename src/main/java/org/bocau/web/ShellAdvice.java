package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page its frame. */
@ControllerAdvice
class ShellAdvice {
    @ModelAttribute("shell")
    Shell shell(HttpServletRequest request) {
        return Shell.of(request);
    }
}
