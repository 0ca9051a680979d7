import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** What every subject needs: its settings, one line for each repetition, and to stay until it was looked at. */
final class Report {
    /** A setting from the environment. */
    static String setting(String name) {
        var text = System.getenv(name);
        if (text == null) throw new IllegalStateException("Set " + name + ": the subject.json names its values.");
        return text;
    }

    static int number(String name) {
        return Integer.parseInt(setting(name));
    }

    record Metric(String name, double value) {}

    /** Prints the metrics of one repetition, by their names in metrics.ts and in their units. */
    static void line(Metric... metrics) {
        var all = Arrays.stream(metrics).map(m -> "\"" + m.name + "\":" + m.value).collect(Collectors.joining(","));
        System.out.println("{\"v\":1,\"metrics\":{" + all + "}}");
    }

    /** One line for each of REPETITIONS rounds, after WARMUP rounds that nobody hears of: until then HotSpot compiles. */
    static void repeat(Callable<Metric> round) throws Exception {
        for (var i = number("WARMUP"); i > 0; i--) round.call();
        for (var i = number("REPETITIONS"); i > 0; i--) line(round.call());
    }

    /** Waits until standard input ends, then ends: until then memory and CPU time can be read from outside. */
    static void stay() throws IOException {
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(0);
    }

    /** In bytes. */
    record Memory(double resident, double address) {}

    static Memory memory() throws IOException {
        var status = Files.readAllLines(Path.of("/proc/self/status"));
        return new Memory(bytes(status, "VmRSS:"), bytes(status, "VmSize:"));
    }

    /** Bytes in use on the heap after a collection. */
    static double heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double bytes(Iterable<String> status, String name) {
        for (var line : status) if (line.startsWith(name)) return Double.parseDouble(line.split("\\s+")[1]) * 1024;
        throw new IllegalStateException("The kernel does not name " + name);
    }
}
