import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.IndexScopedSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.settings.SettingsFilter;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.node.ClassPathNode;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.RestChannel;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.transport.netty4.Netty4Plugin;
import org.elasticsearch.xcontent.XContentBuilder;

/** A node of Elasticsearch for the tests, as {@code tests/opensearch/TestNode.java} is one of OpenSearch. */
final class TestNode {
    private TestNode() {}

    /** Has what a node needs from the modules of Elasticsearch that are not on Maven Central. */
    public static final class MissingModules extends Plugin implements AnalysisPlugin, ActionPlugin {
        /** Of the module analysis-common. */
        @Override
        public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
            return Map.of("whitespace", (index, environment, name, settings) -> {
                int longest = settings.getAsInt("max_token_length", 255);
                return TokenizerFactory.newFactory(
                    name,
                    () -> new WhitespaceTokenizer(TokenStream.DEFAULT_TOKEN_ATTRIBUTE_FACTORY, longest));
            });
        }

        /** Of the module analysis-common. */
        @Override
        public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
            return Map.of("pattern_capture", (index, environment, name, settings) -> {
                boolean keepsOriginal = settings.getAsBoolean("preserve_original", true);
                Pattern[] patterns =
                    settings.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
                return new TokenFilterFactory() {
                    @Override
                    public String name() {
                        return name;
                    }

                    @Override
                    public TokenStream create(TokenStream tokens) {
                        return new PatternCaptureGroupTokenFilter(tokens, keepsOriginal, patterns);
                    }
                };
            });
        }

        /** Of the module rest-root. */
        @Override
        public Collection<RestHandler> getRestHandlers(
                Settings settings,
                NamedWriteableRegistry writeables,
                RestController controller,
                ClusterSettings clusterSettings,
                IndexScopedSettings indexSettings,
                SettingsFilter filter,
                IndexNameExpressionResolver resolver,
                Supplier<DiscoveryNodes> nodes,
                Predicate<NodeFeature> features) {
            return List.of(new Greeting());
        }
    }

    /** Answers a request for the root with the version. */
    private static final class Greeting implements RestHandler {
        @Override
        public List<Route> routes() {
            return List.of(new Route(RestRequest.Method.GET, "/"));
        }

        @Override
        public void handleRequest(RestRequest request, RestChannel channel, NodeClient client) throws Exception {
            XContentBuilder answer = channel.newBuilder().startObject().startObject("version");
            answer.field("number", Build.current().version()).field("build_flavor", Build.current().flavor());
            channel.sendResponse(new RestResponse(RestStatus.OK, answer.endObject().endObject()));
        }
    }

    public static void main(String[] arguments) throws Exception {
        Settings.Builder builder = Settings.builder();
        NodeProcess.settings(arguments).forEach(builder::put);
        Settings settings = builder.build();
        LogConfigurator.configureESLogging();
        LogConfigurator.configureWithoutConfig(settings);
        try (Node node = new ClassPathNode(settings, List.of(new Netty4Plugin(), new MissingModules()))) {
            node.start();
            HttpServerTransport http = node.injector().getInstance(HttpServerTransport.class);
            NodeProcess.serve(arguments, http.boundAddress().publishAddress());
        }
        System.exit(0);
    }
}
