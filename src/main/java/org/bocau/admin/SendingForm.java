package org.bocau.admin;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.bocau.account.SendingLimit;
import org.jspecify.annotations.Nullable;

/** An account's own sending limits, as typed; an empty one is the server's default. */
record SendingForm(
        @NotNull @Pattern(regexp = "\\s*[0-9]{0,8}\\s*") String perHour,
        @NotNull @Pattern(regexp = "\\s*[0-9]{0,8}\\s*") String perDay,
        @NotNull @Pattern(regexp = "\\s*[0-9]{0,8}\\s*") String newPerDay) {
    static SendingForm of(SendingLimit limit) {
        return new SendingForm(
                text(limit.perHour()), text(limit.perDay()), text(limit.newPerDay()));
    }

    SendingLimit limit() {
        return new SendingLimit(number(perHour), number(perDay), number(newPerDay));
    }

    private static String text(@Nullable Integer number) {
        return number == null ? "" : number.toString();
    }

    private static @Nullable Integer number(String typed) {
        return typed.isBlank() ? null : Integer.valueOf(typed.strip());
    }
}
