package org.elasticsearch.node;

import java.util.List;
import java.util.Map;

import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.ClassPathPlugins;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;

/** A node with plugins that are on the class path. Only this package can give it other services. */
public final class ClassPathNode extends Node {
    public ClassPathNode(Settings settings, List<Plugin> plugins) {
        super(construction(settings, plugins));
    }

    private static NodeConstruction construction(Settings settings, List<Plugin> plugins) {
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "test-node");
        NodeServiceProvider services = new NodeServiceProvider() {
            @Override
            PluginsService newPluginService(Environment initial, PluginsLoader loader) {
                return new ClassPathPlugins(initial, plugins);
            }
        };
        return NodeConstruction.prepareConstruction(environment, null, services, false);
    }
}
