package org.bocau.admin;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bocau.account.FieldRefusal;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/** Brings what a service refuses to the field of the form where the person can mend it. */
final class Refusals {
    private Refusals() {}

    /**
     * Does what a form asks for.
     *
     * @param form the page of the form, which is shown again where it, or the service, has
     *     something against it
     * @return where to go, as {@code work} says
     */
    static String orForm(String form, BindingResult errors, Supplier<String> work) {
        if (errors.hasErrors()) return form;
        try {
            return work.get();
        } catch (FieldRefusal refusal) {
            show(refusal, errors);
            return form;
        }
    }

    private static void show(FieldRefusal refusal, BindingResult errors) {
        var arguments = refusal.arguments().toArray();
        if (has(errors.getTarget(), refusal.field())) {
            errors.rejectValue(refusal.field(), refusal.messageKey(), arguments, null);
        } else {
            errors.reject(refusal.messageKey(), arguments, null);
        }
    }

    /**
     * Reads what was typed into a field, so that everything that cannot be read is shown at once
     * and not one thing at each attempt.
     */
    static void collect(BindingResult errors, Runnable reading) {
        try {
            reading.run();
        } catch (FieldRefusal refusal) {
            if (!errors.hasFieldErrors(refusal.field())) show(refusal, errors);
        }
    }

    private static boolean has(@Nullable Object form, String field) {
        return form != null
                && form.getClass().isRecord()
                && Arrays.stream(form.getClass().getRecordComponents())
                        .anyMatch(component -> component.getName().equals(field));
    }
}
