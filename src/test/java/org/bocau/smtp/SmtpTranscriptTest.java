package org.bocau.smtp;

import java.util.stream.Stream;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every conversation in {@code src/test/resources/smtp}. */
@IntegrationTest
class SmtpTranscriptTest {
    @TestFactory
    Stream<DynamicTest> transcripts() {
        return TestServer.transcripts("/smtp");
    }
}
