package org.bocau.admin;

import jakarta.validation.constraints.Size;
import org.springframework.validation.BindingResult;

/** What must be typed before something is deleted for good: the address that goes. */
record DeleteForm(@Size(max = 320) String confirmation) {
    static final DeleteForm EMPTY = new DeleteForm("");

    void check(String address, BindingResult errors) {
        if (!confirmation.strip().equalsIgnoreCase(address)) {
            errors.rejectValue(
                    "confirmation", "refusal.confirmation", new Object[] {address}, null);
        }
    }
}
