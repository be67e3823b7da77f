package org.bocau.admin;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.bocau.security.Setup;

/**
 * The first steps, as typed.
 *
 * @param user local part of the administrator's address; the whole address will do
 */
record SetupForm(
        @NotBlank @Size(max = 255) String domain,
        @NotBlank @Size(max = 320) String user,
        @Size(max = 200) String name,
        @NotBlank @Size(max = 1024) String password,
        String repeated)
        implements PasswordTwice {
    static final SetupForm EMPTY = new SetupForm("", "", "", "", "");

    /** People type their whole address where its first part would do. */
    private String localPart() {
        var typed = user.strip();
        var ending = "@" + domain.strip();
        int start = typed.length() - ending.length();
        return start > 0 && typed.regionMatches(true, start, ending, 0, ending.length())
                ? typed.substring(0, start)
                : typed;
    }

    Setup.FirstSteps steps() {
        return new Setup.FirstSteps(domain.strip(), localPart(), name.strip(), password);
    }

    /** Without the passwords, so that they reach no log. */
    @Override
    public String toString() {
        return "SetupForm[" + user + "@" + domain + "]";
    }
}
