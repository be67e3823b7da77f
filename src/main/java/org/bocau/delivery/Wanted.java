package org.bocau.delivery;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bocau.message.Notify;
import org.jspecify.annotations.Nullable;

/**
 * What the sender wants to be told of a copy that goes on to another address: as was asked for the
 * recipients who lead to it. RFC 3461 §5.2.7.
 *
 * @param orcpt of the first of them that has one
 */
record Wanted(Notify notices, @Nullable String orcpt) {
    /**
     * @param leads none where the sender has named nobody who leads there
     */
    static Wanted of(List<Recipient> leads) {
        var orcpt =
                leads.stream()
                        .flatMap(one -> Stream.ofNullable(one.orcpt()))
                        .findFirst()
                        .orElse(null);
        if (leads.stream().noneMatch(one -> one.notices().given())) {
            return new Wanted(Notify.DEFAULT, orcpt);
        }
        var notices =
                new Notify(
                        true,
                        any(leads, Notify::success),
                        any(leads, Notify::failure),
                        any(leads, Notify::delay));
        return new Wanted(notices, orcpt);
    }

    private static boolean any(List<Recipient> leads, Predicate<Notify> wanted) {
        return leads.stream().map(Recipient::notices).anyMatch(wanted);
    }

    /** The same where success has been told of already, or is told of once for several. */
    Wanted withoutSuccess() {
        return notices.given()
                ? new Wanted(new Notify(true, false, notices.failure(), notices.delay()), orcpt)
                : this;
    }
}
