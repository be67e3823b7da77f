package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.bocau.mailbox.Reindexing;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** The page of the job that reads messages anew. */
@IntegrationTest
class SearchIndexPageTest {
    @Test
    void showsTheJob(TestServer server) throws Exception {
        var an = WebVisitor.signedIn(server, server.administrator("an"));
        var page = an.send("GET", "/admin/search-index", "");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.page().html()).contains("Search index").contains("Read anew");
        var reindexing = server.bean(Reindexing.class);
        assertThat(reindexing.start(server.account("an").id())).isTrue();
        var started = an.send("GET", "/admin/search-index", "");
        assertThat(started.status()).isEqualTo(200);
        assertThat(started.page().html()).contains("<progress").contains("messages");
    }
}
