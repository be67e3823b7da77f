package org.bocau.pop3;

import java.util.stream.Stream;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every conversation in {@code src/test/resources/pop3}. */
@IntegrationTest
class Pop3TranscriptTest {
    @TestFactory
    Stream<DynamicTest> transcripts() {
        return TestServer.transcripts("/pop3");
    }
}
