package spring;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import work.Settings;

@SpringBootApplication
public class Server {
    // #region server
    public static void main(String[] args) {
        var settings = Settings.fromEnvironment();
        int threads = Settings.whole("THREADS", 200, 1, 1000);
        var context = new SpringApplicationBuilder(Server.class)
                .properties("server.address=" + settings.address(), "server.port=" + settings.port())
                .properties("server.tomcat.threads.max=" + threads)
                .run();
        settings.announce(((WebServerApplicationContext) context).getWebServer().getPort());
    }

    @Bean
    HikariDataSource database() {
        var url = url();
        var pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath());
        var account = url.getUserInfo().split(":", 2);
        pool.setUsername(account[0]);
        if (account.length > 1) pool.setPassword(account[1]);
        pool.setMaximumPoolSize(Settings.whole("POOL", 10, 1, 200));
        pool.setConnectionTimeout(0); // [1]
        pool.addDataSourceProperty("prepareThreshold", "1"); // [2]
        return pool;
    }
    // #endregion server

    private static URI url() {
        String text = System.getenv().getOrDefault("DATABASE_URL", "");
        if (text.matches("postgres(ql)?://[^@/]+@[^@/:]+:[0-9]+/.+")) return URI.create(text);
        System.err.printf("DATABASE_URL must be postgresql://user@host:port/database, not \"%s\"%n", text);
        System.exit(1);
        throw new AssertionError("exit does not return");
    }
}

// [1] Who finds no connection free waits as long as the client does, and holds its thread meanwhile: with more than
//     POOL slow calls at a time, threads queue in front of the pool.
// [2] The driver would let the server parse a statement anew for its first four uses on each connection.
