package org.bocau.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's Roundcube behind nginx and PHP-FPM, with configuration, database and sessions of its own
 * in one folder; what the machine has of them is not touched.
 */
final class Roundcube {
    private static final Path PAGES = Path.of("/var/lib/roundcube/public_html");
    private static final Path DEFAULTS = Path.of("/etc/roundcube");
    private static final Path TABLES = Path.of("/usr/share/roundcube/SQL/sqlite.initial.sql");
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final String USER = "www-data";

    private final Path folder;
    private final Path php;
    private final Child processor;
    private final Child web;
    private final int processorPort = Ports.free();
    private final int port = Ports.free();
    private boolean running;

    /** Empty where something is not installed, or we are not root, who alone may start it. */
    static Optional<Roundcube> installed(Path folder, int imapPort, int smtpPort)
            throws IOException {
        var php = php();
        boolean possible =
                php.isPresent()
                        && Files.isExecutable(NGINX)
                        && Files.isDirectory(PAGES)
                        && Files.isReadable(TABLES)
                        && System.getProperty("user.name").equals("root");
        return possible
                ? Optional.of(new Roundcube(folder, php.get(), imapPort, smtpPort))
                : Optional.empty();
    }

    private static Optional<Path> php() throws IOException {
        try (Stream<Path> programs = Files.list(Path.of("/usr/sbin"))) {
            return programs.filter(each -> each.getFileName().toString().startsWith("php-fpm"))
                    .filter(Files::isExecutable)
                    .sorted()
                    .findFirst();
        }
    }

    private Roundcube(Path folder, Path php, int imapPort, int smtpPort) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.php = php;
        for (var each : List.of("config", "temp", "logs", "sessions", "nginx")) {
            Files.createDirectories(folder.resolve(each));
        }
        for (var each : List.of("defaults.inc.php", "mimetypes.php")) {
            Files.copy(
                    DEFAULTS.resolve(each),
                    folder.resolve("config").resolve(each),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(folder.resolve("config/config.inc.php"), settings(imapPort, smtpPort));
        Files.writeString(folder.resolve("php-fpm.conf"), pool());
        Files.writeString(folder.resolve("nginx.conf"), site());
        this.processor = new Child(folder);
        this.web = new Child(folder);
    }

    /** Debian's, with sessions in files: the quickest it has. */
    private String settings(int imapPort, int smtpPort) {
        return """
        <?php
        $config = [];
        $config['db_dsnw'] = 'sqlite:///%1$s/roundcube.db?mode=0640';
        $config['imap_host'] = ['127.0.0.1:%2$d'];
        $config['smtp_host'] = '127.0.0.1:%3$d';
        $config['smtp_user'] = '';
        $config['smtp_pass'] = '';
        $config['mail_domain'] = '%4$s';
        $config['des_key'] = 'bench-bench-bench-bench!';
        $config['temp_dir'] = '%1$s/temp';
        $config['log_dir'] = '%1$s/logs';
        $config['session_storage'] = 'php';
        $config['create_default_folders'] = true;
        $config['plugins'] = [];
        $config['skin'] = 'elastic';
        $config['enable_spellcheck'] = false;
        """
                .formatted(folder, imapPort, smtpPort, Crowd.DOMAIN);
    }

    /** As many processes as there are users at once. */
    private String pool() {
        return """
        [global]
        error_log = %1$s/php-fpm.log
        daemonize = no
        [roundcube]
        user = %2$s
        group = %2$s
        listen = 127.0.0.1:%3$d
        pm = static
        pm.max_children = %4$d
        clear_env = no
        env[ROUNDCUBE_CONFIG_DIR] = %1$s/config
        php_admin_value[session.save_path] = %1$s/sessions
        php_admin_value[opcache.enable] = 1
        php_admin_value[memory_limit] = 256M
        """
                .formatted(folder, USER, processorPort, WebLoads.MANY);
    }

    private String site() {
        return """
        daemon off;
        user %2$s;
        worker_processes auto;
        pid %1$s/nginx.pid;
        error_log %1$s/nginx.log;
        events { worker_connections 1024; }
        http {
          include /etc/nginx/mime.types;
          access_log off;
          sendfile on;
          tcp_nopush on;
          gzip on;
          client_body_temp_path %1$s/nginx/body;
          fastcgi_temp_path %1$s/nginx/fastcgi;
          proxy_temp_path %1$s/nginx/proxy;
          scgi_temp_path %1$s/nginx/scgi;
          uwsgi_temp_path %1$s/nginx/uwsgi;
          client_max_body_size 60m;
          server {
            listen 127.0.0.1:%3$d;
            root %4$s;
            index index.php;
            location / { try_files $uri $uri/ /index.php?$args; }
            location ~ \\.php$ {
              include /etc/nginx/fastcgi_params;
              fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
              fastcgi_read_timeout 300;
              fastcgi_pass 127.0.0.1:%5$d;
            }
          }
        }
        """
                .formatted(folder, USER, port, PAGES, processorPort);
    }

    /** Starts it unless it runs. */
    void start() throws IOException {
        if (running) {
            return;
        }
        var database = folder.resolve("roundcube.db");
        if (!Files.exists(database)) {
            makeTables(database);
        }
        var owner = folder.getFileSystem().getUserPrincipalLookupService();
        var user = owner.lookupPrincipalByName(USER);
        try (Stream<Path> all = Files.walk(folder)) {
            for (var each : all.toList()) {
                Files.setOwner(each, user);
            }
        }
        processor.start(
                List.of(php.toString(), "-F", "-y", folder.resolve("php-fpm.conf").toString()),
                processorPort,
                "");
        web.start(
                List.of(
                        NGINX.toString(),
                        "-e",
                        folder.resolve("nginx.log").toString(),
                        "-c",
                        folder.resolve("nginx.conf").toString()),
                port,
                "");
        running = true;
    }

    /** By PHP itself: the machine need not have a client for SQLite. */
    private void makeTables(Path database) throws IOException {
        var script =
                "(new PDO('sqlite:%s'))->exec(file_get_contents('%s'));"
                        .formatted(database, TABLES);
        var process = new ProcessBuilder("php", "-r", script).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("no tables for Roundcube: " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    void stop() {
        web.stop();
        processor.stop();
        running = false;
    }

    int port() {
        return port;
    }
}
