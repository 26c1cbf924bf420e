package org.elasticsearch.plugins;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.elasticsearch.env.Environment;

/** Plugins that are on the class path. The class of a loaded plugin is visible in this package only. */
public final class ClassPathPlugins extends PluginsService {
    private final List<LoadedPlugin> plugins;

    public ClassPathPlugins(Environment environment, List<Plugin> plugins) {
        super(
            environment.settings(),
            environment.configDir(),
            PluginsLoader.createPluginsLoader(Set.of(), Set.of(), Map.of(), false));
        this.plugins = plugins.stream().map(ClassPathPlugins::loaded).toList();
    }

    private static LoadedPlugin loaded(Plugin plugin) {
        String name = plugin.getClass().getName();
        PluginDescriptor descriptor =
            new PluginDescriptor(name, name, "1", null, null, name, null, List.of(), false, false, false, false);
        return new LoadedPlugin(descriptor, plugin, plugin.getClass().getClassLoader());
    }

    @Override
    protected List<LoadedPlugin> plugins() {
        return plugins;
    }
}
