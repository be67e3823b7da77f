package org.bocau.admin;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A password that replaces another. */
record PasswordForm(@NotBlank @Size(max = 1024) String password, String repeated)
        implements PasswordTwice {
    static final PasswordForm EMPTY = new PasswordForm("", "");

    /** Without the passwords, so that they reach no log. */
    @Override
    public String toString() {
        return "PasswordForm[]";
    }
}
