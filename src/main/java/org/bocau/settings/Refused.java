package org.bocau.settings;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bocau.account.FieldRefusal;
import org.springframework.validation.BindingResult;

/** Brings what a service refuses to the field of the form where the person can mend it. */
final class Refused {
    private Refused() {}

    /**
     * Does what a form asks for.
     *
     * @param form shows the form again, where the service has something against it
     * @return where to go, as {@code work} says
     */
    static String orForm(BindingResult errors, Supplier<String> form, Supplier<String> work) {
        if (errors.hasErrors()) return form.get();
        try {
            return work.get();
        } catch (FieldRefusal refusal) {
            show(refusal, errors);
            return form.get();
        }
    }

    private static void show(FieldRefusal refusal, BindingResult errors) {
        var arguments = refusal.arguments().toArray();
        var target = errors.getTarget();
        boolean field =
                target != null
                        && Arrays.stream(target.getClass().getRecordComponents())
                                .anyMatch(one -> one.getName().equals(refusal.field()));
        if (field) errors.rejectValue(refusal.field(), refusal.messageKey(), arguments, null);
        else errors.reject(refusal.messageKey(), arguments, null);
    }
}
