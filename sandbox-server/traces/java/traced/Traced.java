package traced;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What traced programs share: threads that run tasks, and notes of what ran on which of them.
 *
 * <p>Where TRACE_NOTES names a file, each note is a line of JSON there; without it, a program only prints. A pool tells by
 * its own hooks when a thread takes a task and gives it back. Virtual threads are given an executor that hands on to a
 * fork-join pool in first-in-first-out mode, as Java's own is (JEP 444): the runtime passes it whatever can go on, and each
 * run of that is the virtual thread on a carrier, from where it is put on to where it is taken off. Not to Java's own,
 * because on its carriers a thread that is woken while it is being taken off goes past any executor. Java keeps the
 * constructor that takes one for its tests, so that has to be opened: --add-opens java.base/java.lang=ALL-UNNAMED.
 */
public final class Traced {
    private static final String FILE = System.getenv("TRACE_NOTES");
    /** Kept until the end: writing a file would hold up the threads, and a lock would take a virtual one off its carrier. */
    private static final Queue<String> NOTES = new ConcurrentLinkedQueue<>();
    private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();
    /** The program, and its tasks that have not ended. */
    private static final Phaser UNDER_WAY = new Phaser(1);

    /** How many short tasks run first. */
    private static final int WARM_UP = 4;

    private static Threads threads;
    private static long startNs;

    private Traced() {}

    /** What the program has started. */
    public static final class Task implements Runnable {
        private final String name;
        private final Runnable body;
        /** One until its body has ended, and its runs under way: a next one may begin before the last one is noted. */
        private final AtomicInteger open = new AtomicInteger(1);

        private Task(String name, Runnable body) {
            this.name = name;
            this.body = body;
        }

        @Override
        public void run() {
            CURRENT.set(this);
            body.run();
            over();
        }

        private void over() {
            if (open.decrementAndGet() == 0) UNDER_WAY.arriveAndDeregister();
        }
    }

    /** What puts a task on a thread. */
    public interface Threads extends AutoCloseable {
        void start(Task task);

        @Override
        default void close() {}
    }

    /** A pool of so many threads of the system. */
    public static Threads platformThreads(int count) {
        var pool = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            private final ThreadLocal<Double> begun = new ThreadLocal<>();

            @Override
            protected void beforeExecute(Thread thread, Runnable task) {
                begun.set(nowUs());
            }

            @Override
            protected void afterExecute(Runnable task, Throwable failure) {
                ran((Task) task, begun.get());
            }
        };
        return new Threads() {
            @Override
            public void start(Task task) {
                task.open.incrementAndGet();
                pool.execute(task);
            }

            @Override
            public void close() {
                pool.shutdown();
            }
        };
    }

    /** A virtual thread for each task, on so many carriers. */
    public static Threads virtualThreads(int carriers) {
        var scheduler = new ForkJoinPool(carriers, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
        return task -> builderWith(step -> {
            note(
                "\"ready\",\"task\":\"%s\",\"by\":\"%s\",\"atUs\":%.1f",
                task.name, Thread.currentThread().getName(), nowUs()
            );
            task.open.incrementAndGet();
            scheduler.execute(() -> {
                var fromUs = nowUs();
                step.run();
                ran(task, fromUs);
            });
        }).start(task);
    }

    private static Thread.Builder builderWith(Executor scheduler) {
        try {
            var type = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
            var constructor = type.getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            return (Thread.Builder) constructor.newInstance(scheduler);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("This JDK has no such place for an executor.", missing);
        }
    }

    /** Runs a program until all that it has started has ended. A round before it, which nobody sees, loads the classes. */
    public static void serve(Threads given, Runnable program) {
        try (given) {
            threads = given;
            for (var i = 0; i < WARM_UP; i++) start("first", () -> pause(1));
            UNDER_WAY.arriveAndAwaitAdvance();
            NOTES.clear();
            startNs = System.nanoTime();
            program.run();
            UNDER_WAY.arriveAndAwaitAdvance();
            if (FILE != null) Files.write(Path.of(FILE), NOTES);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Hands a task to the threads of the program. */
    public static void start(String name, Runnable body) {
        UNDER_WAY.register();
        note("\"start\",\"task\":\"%s\",\"line\":%d,\"atUs\":%.1f", name, line(), nowUs());
        threads.start(new Task(name, body));
    }

    /** Keeps its thread busy, and waits for nothing. */
    public static void compute(long ms) {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (System.nanoTime() < end) Thread.onSpinWait();
    }

    /** A blocking call: it returns when the time is over. */
    public static void pause(long ms) {
        var fromUs = nowUs();
        try {
            Thread.sleep(ms);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
        note(
            "\"wait\",\"task\":\"%s\",\"line\":%d,\"fromUs\":%.1f,\"toUs\":%.1f",
            CURRENT.get().name, line(), fromUs, nowUs()
        );
    }

    /** Prints a line, and notes which line of the program did. */
    public static void say(String text) {
        note("\"print\",\"text\":\"%s\",\"line\":%d,\"atUs\":%.1f", text, line(), nowUs());
        System.out.println(text);
    }

    private static void ran(Task task, double fromUs) {
        note(
            "\"run\",\"task\":\"%s\",\"thread\":%d,\"fromUs\":%.1f,\"toUs\":%.1f",
            task.name, Thread.currentThread().threadId(), fromUs, nowUs()
        );
        task.over();
    }

    private static void note(String format, Object... values) {
        NOTES.add(("{\"note\":" + format + "}").formatted(values));
    }

    private static double nowUs() {
        return (System.nanoTime() - startNs) / 1e3;
    }

    /** The line of the program that called. */
    private static int line() {
        return StackWalker.getInstance()
            .walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith("traced.")).findFirst())
            .orElseThrow()
            .getLineNumber();
    }
}
