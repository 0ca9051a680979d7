import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** COUNT threads that wait, platform or virtual, and what each of them takes. */
final class Waiting {
    /** Longer than anybody looks. */
    private static final long WAIT_MS = 3_600_000;

    // #region threads
    static List<Thread> start(Thread.Builder builder, int count) throws InterruptedException {
        var all = new ArrayList<Thread>(count);
        var run = new CountDownLatch(count);
        for (var i = 0; i < count; i++) all.add(builder.start(() -> { // [1]
            run.countDown();
            sleep();
        }));
        run.await();
        return all;
    }
    // #endregion threads

    public static void main(String[] args) throws Exception {
        var count = Report.number("COUNT");
        var kind = Report.setting("KIND");
        Thread.Builder builder = switch (kind) {
            case "platform" -> Thread.ofPlatform().daemon().stackSize(Report.number("STACK_KB") * 1024L);
            case "virtual" -> Thread.ofVirtual();
            default -> throw new IllegalStateException("KIND is platform or virtual.");
        };
        // What the runtime loads at first use is no part of what waiting takes.
        start(builder, 1);
        Report.memory();
        kernelStacks();
        Report.heap();
        var heapBefore = Report.heap();
        var kernelBefore = kernelStacks();
        var before = Report.memory();
        var from = System.nanoTime();
        var all = start(builder, count);
        var micros = (System.nanoTime() - from) / 1e3;
        var after = Report.memory();
        var kernelAfter = kernelStacks();
        var heapAfter = Report.heap();
        var told = new ArrayList<>(List.of(
            new Report.Metric("createEach", micros / count),
            new Report.Metric("residentEach", (after.resident() - before.resident()) / count),
            new Report.Metric("virtualEach", (after.address() - before.address()) / count),
            new Report.Metric("heapEach", (heapAfter - heapBefore) / all.size())));
        // Virtual threads have none: what other programs start meanwhile is not theirs.
        if (kind.equals("platform"))
            told.add(new Report.Metric("kernelStackEach", (kernelAfter - kernelBefore) / count));
        Report.line(told.toArray(Report.Metric[]::new));
        Report.stay();
    }

    private static void sleep() {
        try {
            Thread.sleep(WAIT_MS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stacks in the kernel of all threads of the host, in bytes. The kernel does not tell a process its own. */
    private static double kernelStacks() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/meminfo")))
            if (line.startsWith("KernelStack:")) return Double.parseDouble(line.split("\\s+")[1]) * 1024;
        throw new IllegalStateException("The kernel does not name KernelStack.");
    }
}

// [1] The same code for both kinds. A platform thread is one of the operating system, with a stack of its own. A virtual
//     thread that waits is a value on the heap, and its frames are copied there.
