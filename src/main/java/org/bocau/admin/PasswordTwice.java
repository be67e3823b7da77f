package org.bocau.admin;

import org.springframework.validation.BindingResult;

/** A form that asks for a new password, and once more because nobody sees what is typed. */
interface PasswordTwice {
    String password();

    String repeated();

    default void checkRepeated(BindingResult errors) {
        if (!errors.hasFieldErrors("password") && !password().equals(repeated())) {
            errors.rejectValue("repeated", "refusal.password.differs");
        }
    }
}
