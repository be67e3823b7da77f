package org.bocau.admin;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A new domain, as typed: Unicode allowed. */
record DomainForm(@NotBlank @Size(max = 255) String name) {
    static final DomainForm EMPTY = new DomainForm("");
}
