package org.bocau.web;

import java.time.Duration;
import org.springframework.boot.autoconfigure.context.MessageSourceProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.FlashMapManager;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/** Assets with versions in their addresses, and the language of a request. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MessageSourceProperties.class)
class WebConfiguration implements WebMvcConfigurer {
    /** Where assets are, below the host. */
    static final String ASSETS = "/assets/";

    private static final String FILES = "classpath:/static/assets/";

    private final String version = AssetVersion.of("classpath*:/static/assets/**");

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(ASSETS + "**")
                .addResourceLocations(FILES)
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .resourceChain(true)
                .addResolver(new VersionResourceResolver().addFixedVersionStrategy(version, "/**"))
                .addTransformer(new AssembledAssets());
    }

    /**
     * The frame that draws PDFs has no origin, so that even for our own scripts it asks as a
     * stranger does. They are public; nothing else is lent out.
     */
    @Override
    public void addCorsMappings(CorsRegistry registry) {
        registry.addMapping(ASSETS + "**")
                .allowedOrigins("null")
                .allowedMethods("GET")
                .allowCredentials(false);
    }

    /** Makes {@code @{/assets/…}} in templates the versioned address. */
    @Bean
    AssetAddresses assetAddresses() {
        return new AssetAddresses(version);
    }

    @Bean
    static MessageSource messageSource(MessageSourceProperties properties) {
        return new Texts(properties);
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> compressionGuard() {
        return factory -> factory.addEngineValves(new CompressionGuard());
    }

    @Bean
    FlashMapManager flashMapManager() {
        return new PageNotices();
    }

    @Bean
    LocaleResolver localeResolver() {
        return new LanguageResolver();
    }
}
