package org.bocau.tlsrpt;

import java.time.LocalDate;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** What was counted. */
interface TlsResultRows extends Repository<TlsResultRow, TlsResultRow.Key> {
    /** The most frequent first. */
    List<TlsResultRow> findByDayAndDomainOrderBySessionsDesc(
            LocalDate day, String domain, Limit most);
}
