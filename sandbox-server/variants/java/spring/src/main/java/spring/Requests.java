package spring;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;
import work.Stats;

/** Counts what the process has taken: a thread that lives for one request, or for a few, has nothing to count. */
@Component
class Requests implements Filter {
    private final LongAdder taken = new LongAdder();

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        taken.increment();
        chain.doFilter(request, response);
    }

    Stats stats() {
        return new Stats("jvm", Runtime.getRuntime().availableProcessors(), taken.sum());
    }
}
