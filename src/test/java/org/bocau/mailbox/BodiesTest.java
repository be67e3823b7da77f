package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@IntegrationTest
class BodiesTest {
    private Store store;
    private Housekeeping housekeeping;

    @BeforeEach
    void aStore(TestServer server) {
        store = new Store(server);
        housekeeping = server.bean(Housekeeping.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 700_000})
    void octetsComeBackAsTheyWere(int size) throws IOException {
        byte[] octets = random(size);
        var key = save(octets);
        assertThat(store.bodies.open(key, 0, size).readAllBytes()).isEqualTo(octets);
        dropNow(key);
    }

    @ParameterizedTest
    @CsvSource({
        "0,10",
        "262140,262150",
        "262144,262144",
        "100,600000",
        "699999,800000",
        "800000,900000",
        "-5,5"
    })
    void rangesAreCutToTheBody(long from, long to) throws IOException {
        byte[] octets = random(700_000);
        var key = save(octets);
        int start = Math.clamp(from, 0, 700_000);
        int end = Math.clamp(to, start, 700_000);
        assertThat(store.bodies.open(key, from, to).readAllBytes())
                .isEqualTo(Arrays.copyOfRange(octets, start, end));
        dropNow(key);
    }

    @Test
    void youngAndUsedBodiesStay() throws IOException {
        var inbox = store.inbox("an");
        store.append(inbox, Store.message("kept " + inbox, "x"));
        age();
        var young = save(random(100));
        housekeeping.collectBodies();
        assertThat(store.bodies.open(young, 0, 100).readAllBytes()).hasSize(100);
        assertThat(bodies(young)).isEqualTo(1);

        dropNow(young);
        assertThat(bodies(young)).isZero();
        assertThat(store.count("select count(*) from body_chunk where sha256 = ?", young.sha256()))
                .isZero();
    }

    @Test
    void aBodySavedAgainIsYoungAgain() throws IOException {
        byte[] octets = random(300_000);
        var key = save(octets);
        age();
        save(octets);
        housekeeping.collectBodies();
        assertThat(bodies(key)).isEqualTo(1);
        dropNow(key);
    }

    @Test
    void oldTombstonesAreForgotten() throws IOException {
        var inbox = store.inbox("an");
        store.fill(inbox, 2);
        store.mail.remove(inbox, UidSet.of(1));
        assertThat(housekeeping.forgetTombstones()).isZero();
        store.server
                .jdbc()
                .sql(
                        "update expunged set expunged_at = expunged_at - interval '91 days' where account_id = ?")
                .param(inbox.account().value())
                .update();
        assertThat(store.mail.vanished(inbox, 1)).isEqualTo(new Vanished(UidSet.of(1), true));
        assertThat(housekeeping.forgetTombstones()).isEqualTo(1);
        long removal = store.mailboxes.status(inbox).highestModseq();
        assertThat(store.mail.vanished(inbox, removal - 1).complete()).isFalse();
        assertThat(store.mail.vanished(inbox, removal).complete()).isTrue();
    }

    private BodyKey save(byte[] octets) throws IOException {
        try (var spool = store.spool(octets)) {
            return store.bodies.save(spool);
        }
    }

    private long bodies(BodyKey key) {
        return store.count("select count(*) from body where sha256 = ?", key.sha256());
    }

    private void age() {
        store.server
                .jdbc()
                .sql("update body set touched_at = touched_at - interval '2 hours'")
                .update();
    }

    /** Leaves no unreferenced body behind for the other tests. */
    private void dropNow(BodyKey key) {
        age();
        housekeeping.collectBodies();
        if (key.size() > 0) { // empty messages of other tests have the empty body too
            assertThat(bodies(key)).isZero();
        }
    }

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }
}
