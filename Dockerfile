# Builds with Maven, runs as nobody in particular. Data is in /data; all ports are unprivileged and mapped outside.
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
COPY src/main src/main
COPY frontend-assets frontend-assets
RUN mvn -B -ntp -q package -Dmaven.test.skip=true \
    && java -Djarmode=tools -jar target/bocau.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
RUN useradd --uid 10001 --create-home bocau && install -d -o bocau -g bocau -m 0700 /data /app
USER bocau
WORKDIR /app
# what changes least comes first
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
# The cache below is only taken by a JVM with the same collector and object headers.
ENV JAVA_FLAGS="-XX:+UseCompactObjectHeaders -XX:+UseSerialGC" JAVA_OPTS="-Xmx512m" BOCAU_DATA_DIR=/data
# One start on a database of its own, up to the moment when the ports would open: classes loaded and linked once and for all.
RUN java $JAVA_FLAGS -XX:AOTCacheOutput=bocau.aot -Dspring.context.exit=onRefresh -jar bocau.jar --bocau.data-dir=/tmp/train >/tmp/train.log 2>&1; \
    test -s bocau.aot || { cat /tmp/train.log; exit 1; }; \
    until rm -rf /tmp/train /tmp/train.log; do sleep 1; done
VOLUME /data
EXPOSE 2525 2587 2465 2143 2993 2110 2995 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["sh", "-c", "exec java $JAVA_FLAGS -XX:+ExitOnOutOfMemoryError $JAVA_OPTS -XX:AOTCache=bocau.aot -Xlog:aot*=error -jar bocau.jar \"$@\"", "bocau"]
