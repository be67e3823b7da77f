package org.bocau.reading;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Whose letters show the pictures of other hosts without being asked. Being on the list is not
 * enough: the letter must be theirs, see {@link LetterViews}.
 */
@Service
class ImageSenders {
    /** More than anybody allows by hand. */
    private static final int MOST = 2000;

    private static final int LONGEST = 320;

    private final JdbcClient jdbc;
    private final Clock clock;

    ImageSenders(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    boolean allowed(AccountId account, String address) {
        return jdbc.sql(
                        "select exists (select from image_sender where account_id = ? and address = ?)")
                .params(account.value(), folded(address))
                .query(Boolean.class)
                .single();
    }

    /** Puts somebody on the list; it is no error when it is full, or they are there. */
    void allow(AccountId account, String address) {
        if (address.length() > LONGEST || address.indexOf('@') < 1) return;
        jdbc.sql(
                        """
                        insert into image_sender (account_id, address, added_at)
                        select :account, :address, :now
                         where (select count(*) from image_sender where account_id = :account) < :most
                            on conflict do nothing
                        """)
                .param("account", account.value())
                .param("address", folded(address))
                .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .param("most", MOST)
                .update();
    }

    void forget(AccountId account, String address) {
        jdbc.sql("delete from image_sender where account_id = ? and address = ?")
                .params(account.value(), folded(address))
                .update();
    }

    void forgetAll(AccountId account) {
        jdbc.sql("delete from image_sender where account_id = ?").param(account.value()).update();
    }

    /** Their addresses, by name. */
    List<String> all(AccountId account) {
        return jdbc.sql("select address from image_sender where account_id = ? order by address")
                .param(account.value())
                .query((row, _) -> row.getString("address"))
                .list();
    }

    private static String folded(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
