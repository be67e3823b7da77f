package org.bocau.security;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What administrators and users changed. Joins the caller's transaction and asks for one, so a
 * change and its record stand or fall together. The table takes no update and no deletion.
 */
@Service
public class Audit {
    private final AuditEventRepository events;
    private final Clock clock;

    Audit(AuditEventRepository events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param actor address of who did it; null for the server itself (set-up, provisioning)
     * @param action short verb phrase, {@code account.create}
     * @param subject what it was done to, {@code an@example.org}
     * @param detail what changed, before and after, never a secret
     * @throws org.springframework.transaction.IllegalTransactionStateException there is no
     *     transaction to join
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(@Nullable String actor, String action, String subject, String detail) {
        var now = clock.instant();
        events.save(
                new StoredAuditEvent(
                        now, new AuditRow(now, actor, remote(), action, subject, detail)));
    }

    /**
     * The trail, newest first.
     *
     * @param text part of the action, or of the address of who or what; empty for all
     */
    @Transactional(readOnly = true)
    public Page<AuditRow> page(String text, Pageable page) {
        return events.page(text.strip().toLowerCase(Locale.ROOT), page);
    }

    /** Where the request that is being served comes from; null outside of one. */
    private static @Nullable InetAddress remote() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes web
                ? InetAddress.ofLiteral(web.getRequest().getRemoteAddr())
                : null;
    }
}
