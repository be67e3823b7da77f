package org.bocau.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** Files that wait for their message are bounded, and scripts are told so. */
@IntegrationTest
class UploadsTest {
    private static final int MOST = 200;

    @Test
    void oneFileTooManyIsRefusedUntilOneIsTakenOff(TestServer server) throws IOException {
        var an = server.account("an");
        var uploads = server.bean(Uploads.class);
        var waiting = new ArrayList<Upload>();
        for (int i = 1; i <= MOST; i++) {
            var content = new ByteArrayInputStream(new byte[] {1});
            waiting.add(uploads.keep(an.id(), "file " + i, null, content));
        }
        var visitor = WebVisitor.signedIn(server, an);
        visitor.get("/compose");

        assertThat(visitor.upload("/compose/files", "file", "hình.txt", "x").status())
                .isEqualTo(413);

        visitor.get("/compose");
        assertThat(visitor.post("/compose/files/" + waiting.getLast().id() + "/remove").status())
                .isEqualTo(204);
        visitor.get("/compose");
        assertThat(visitor.upload("/compose/files", "file", "hình.txt", "x").status())
                .isEqualTo(200);
    }
}
