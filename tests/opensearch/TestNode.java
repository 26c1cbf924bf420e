import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.common.transport.TransportAddress;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * A node of OpenSearch for the tests: {@code TestNode FOLDER ADDRESS_FILE [SETTING=VALUE...]}.
 *
 * <p>It keeps its data in FOLDER, listens on loopback, by default on a free port, and writes its address to ADDRESS_FILE
 * once it answers. It ends with its standard input, so that none is left of a test that was killed. It is a cluster of
 * its own, unless {@code discovery.type=zen} and {@code discovery.seed_hosts} say where others are.
 */
final class TestNode {
    private static final List<Class<? extends Plugin>> PLUGINS = List.of(Netty4Plugin.class, CommonAnalysisPlugin.class);

    private TestNode() {}

    /** The constructor of a node with plugins that are on the class path is for subclasses. */
    private static final class WithPlugins extends Node {
        WithPlugins(Settings settings) {
            super(
                InternalSettingsPreparer.prepareEnvironment(settings, Collections.emptyMap(), null, () -> "test-node"),
                PLUGINS,
                false);
        }
    }

    private static Settings settings(String[] arguments) {
        Settings.Builder settings = Settings.builder()
            .put("path.home", arguments[0])
            .put("cluster.name", "clippings-tests")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", "0")
            .put("transport.port", "0")
            .put("transport.type", "netty4")
            .put("http.type", "netty4")
            .put("logger.level", "WARN")
            // The disk of a test machine may be nearly full.
            .put("cluster.routing.allocation.disk.threshold_enabled", false);
        for (int i = 2; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            settings.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        return settings.build();
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = settings(arguments);
        LogConfigurator.configureWithoutConfig(settings);
        CountDownLatch stop = new CountDownLatch(1);
        try (Node node = new WithPlugins(settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown));
            node.start();
            TransportAddress address = node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress();
            Path file = Path.of(arguments[1]);
            Path partial = Path.of(arguments[1] + ".partial");
            Files.writeString(partial, "http://" + address + "\n");
            Files.move(partial, file);
            Thread input = new Thread(() -> {
                try {
                    while (System.in.read() >= 0) {}
                } catch (Exception error) {
                    // The other end is gone.
                }
                stop.countDown();
            });
            input.setDaemon(true);
            input.start();
            stop.await();
        }
        System.exit(0);
    }
}
