import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A process with a node for the tests, whatever its product: {@code FOLDER ADDRESS_FILE [SETTING=VALUE...]}. */
final class NodeProcess {
    private NodeProcess() {}

    /** Returns the settings of a node with these arguments. */
    static Map<String, String> settings(String[] arguments) {
        Map<String, String> settings = new HashMap<>(Map.of(
            "path.home", arguments[0],
            "cluster.name", "clippings-tests",
            "discovery.type", "single-node",
            "network.host", "127.0.0.1",
            "http.port", "0",
            "transport.port", "0",
            "transport.type", "netty4",
            "http.type", "netty4",
            "logger.level", "WARN",
            // The disk of a test machine may be nearly full.
            "cluster.routing.allocation.disk.threshold_enabled", "false"));
        for (int i = 2; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            settings.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        return settings;
    }

    /** Writes the address of a node that answers to ADDRESS_FILE, and waits until the node is to end. */
    static void serve(String[] arguments, Object address) throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown));
        Path partial = Path.of(arguments[1] + ".partial");
        Files.writeString(partial, "http://" + address + "\n");
        Files.move(partial, Path.of(arguments[1]));
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
}
