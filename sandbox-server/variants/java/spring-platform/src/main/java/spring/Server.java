package spring;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import work.Settings;

// #region server
@SpringBootApplication
public class Server {
    public static void main(String[] args) {
        var settings = Settings.fromEnvironment();
        int threads = Settings.whole("THREADS", 200, 1, 1000);
        var context = new SpringApplicationBuilder(Server.class)
                .properties("server.address=" + settings.address(), "server.port=" + settings.port())
                .properties("server.tomcat.threads.max=" + threads) // [1]
                .run();
        settings.announce(((WebServerApplicationContext) context).getWebServer().getPort());
    }
}
// #endregion server

// [1] Each request holds one thread of the operating system from its first byte to its last, also while it sleeps.
//     Request number THREADS + 1 waits for one of them, however idle the cores are. 200 is Tomcat's own default.
