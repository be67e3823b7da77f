package org.bocau.testing;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives tests their {@link TestServer} and looks at the application after each of them. */
final class TestServerExtension implements ParameterResolver, BeforeAllCallback, AfterEachCallback {
    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30)); // as patient as the browser tests
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // What unit tests logged on purpose in this JVM is nobody's fault; from here on it is the
        // application's.
        RunningApplication.get().watch().forget();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return TestServer.shared();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestServer.requireSound(expected(context));
    }

    private static List<String> expected(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), ExpectsErrors.class)
                .or(() ->
                        AnnotationSupport.findAnnotation(
                                context.getRequiredTestClass(), ExpectsErrors.class))
                .map(annotation -> List.of(annotation.value()))
                .orElse(List.of());
    }
}
