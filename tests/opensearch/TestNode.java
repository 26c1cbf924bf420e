import java.util.Collections;
import java.util.List;

import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
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

    public static void main(String[] arguments) throws Exception {
        Settings.Builder builder = Settings.builder();
        NodeProcess.settings(arguments).forEach(builder::put);
        Settings settings = builder.build();
        LogConfigurator.configureWithoutConfig(settings);
        try (Node node = new WithPlugins(settings)) {
            node.start();
            HttpServerTransport http = node.injector().getInstance(HttpServerTransport.class);
            NodeProcess.serve(arguments, http.boundAddress().publishAddress());
        }
        System.exit(0);
    }
}
