package work;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What the runner decides, read once from the environment. A value that does not parse ends the process. */
public record Settings(String address, int port, int workers) {
    public static Settings fromEnvironment() {
        int cores = Runtime.getRuntime().availableProcessors(); // [1]
        return new Settings(readAddress(), whole("PORT", 8080, 0, 65_535), whole("WORKERS", cores, 1, 1024));
    }

    public static int whole(String name, int otherwise, int least, int most) {
        String text = System.getenv(name);
        if (text == null) return otherwise;
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most)
            return Integer.parseInt(text);
        throw refuse("%s must be a whole number from %d to %d".formatted(name, least, most), text);
    }

    /** Says on stdout that connections may come. */
    public void announce(int boundPort) {
        System.out.printf("{\"ready\":{\"port\":%d,\"workers\":%d}}%n", boundPort, workers);
    }

    private static String readAddress() {
        String text = System.getenv().getOrDefault("HOST", "127.0.0.1");
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException unknown) {
            throw refuse("HOST must be an IP address", text);
        }
    }

    private static Error refuse(String rule, String text) {
        System.err.printf("%s, not \"%s\"%n", rule, text);
        System.exit(1);
        return new AssertionError("exit does not return");
    }
}

// [1] The cores this process may use, not all the machine has; -XX:ActiveProcessorCount overrules what the JVM finds.
