package work;

/** Who answered. */
public record Stats(long pid, String worker, int workers, long requests) {
    public Stats(String worker, int workers, long requests) {
        this(ProcessHandle.current().pid(), worker, workers, requests);
    }
}
