package org.bocau.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ITemplateResolver;
import org.thymeleaf.templateresolver.StringTemplateResolver;

class IconDialectTest {
    private final SpringTemplateEngine engine = new SpringTemplateEngine();

    IconDialectTest() {
        ITemplateResolver texts = new StringTemplateResolver();
        engine.setTemplateResolver(texts);
        engine.addDialect(new IconDialect(new AssetAddresses("v1")));
    }

    private String page(String template) {
        return engine.process(
                template, new Context(Locale.ENGLISH, Map.of("shown", false, "name", "mail")));
    }

    @Test
    void anIconOfAConstantNameIsWritten() {
        assertThat(
                        page(
                                "<p><svg th:replace=\"~{fragments/layout :: icon('trash-2')}\"></svg>a</p>"))
                .isEqualTo(
                        "<p><svg class=\"icon\" aria-hidden=\"true\">"
                                + "<use href=\"/assets/v1/icons/sprite.svg#trash-2\"></use></svg>a</p>");
    }

    @Test
    void allElseIsTheFragments() {
        var other = "<svg th:fragment=\"icon(n)\" th:class=\"${n}\"></svg>";

        assertThat(page(other + "<svg th:replace=\"~{:: icon(${name})}\"></svg>"))
                .endsWith("<svg class=\"mail\"></svg>");
        assertThat(
                        page(
                                "<p th:if=\"${shown}\"><svg th:replace=\"~{fragments/layout :: icon('x')}\"></svg></p>"))
                .isEmpty();
    }
}
