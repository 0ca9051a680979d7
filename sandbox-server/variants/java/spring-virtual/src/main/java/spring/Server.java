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
        var context = new SpringApplicationBuilder(Server.class)
                .properties("server.address=" + settings.address(), "server.port=" + settings.port())
                .properties("spring.threads.virtual.enabled=true") // [1]
                .run();
        settings.announce(((WebServerApplicationContext) context).getWebServer().getPort());
    }
}
// #endregion server

// [1] Tomcat starts a virtual thread for each request. While it blocks, it holds some memory and no thread of the
//     operating system; as many carriers as there are cores run those that do not. The routes do not know.
