package org.bocau.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.beans.PropertyEditorSupport;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerMapping;

/**
 * How what is not text comes out of the console's forms. Browsers send these fields from check
 * boxes, selects and hidden inputs; whoever sends something else gets the value that does nothing,
 * not a form that cannot be shown again.
 */
@ControllerAdvice(basePackageClasses = FormBinding.class)
class FormBinding {
    /** No row has it: the edit is refused as one that came too late. */
    private static final int NO_VERSION = -1;

    /**
     * Refuses a form that lacks fields its page has: no browser sends it, and what is missing must
     * not be taken for empty.
     */
    @ModelAttribute
    void requireComplete(HttpServletRequest request) {
        var handler = request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
        if (!request.getMethod().equals("POST") || !(handler instanceof HandlerMethod method)) {
            return;
        }
        boolean lacking =
                Arrays.stream(method.getMethodParameters())
                        .filter(parameter -> parameter.hasParameterAnnotation(Valid.class))
                        .flatMap(form ->
                                Arrays.stream(form.getParameterType().getRecordComponents()))
                        .map(RecordComponent::getName)
                        .anyMatch(name ->
                                request.getParameter(name) == null
                                        && request.getParameter("_" + name) == null);
        if (lacking) throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }

    @InitBinder("form")
    void prepare(WebDataBinder binder) {
        binder.registerCustomEditor(boolean.class, new Reading("true"::equals));
        binder.registerCustomEditor(
                int.class,
                new Reading(text -> text.matches("\\d{1,9}") ? Integer.valueOf(text) : NO_VERSION));
        binder.registerCustomEditor(
                Octets.Unit.class,
                new Reading(text ->
                        Arrays.stream(Octets.Unit.values())
                                .filter(unit -> unit.name().equals(text))
                                .findAny()
                                .orElse(Octets.Unit.MB)));
    }

    private static final class Reading extends PropertyEditorSupport {
        private final Function<String, Object> reader;

        Reading(Function<String, Object> reader) {
            this.reader = reader;
        }

        @Override
        public void setAsText(String text) {
            setValue(reader.apply(text));
        }

        @Override
        public String getAsText() {
            return String.valueOf(getValue());
        }
    }
}
