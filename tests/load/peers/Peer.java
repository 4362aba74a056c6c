import java.io.DataInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.HandlerInterceptorAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The same work as ../minimal.c does, as one would write it for Spring MVC in
 * Tomcat, with a pool of connections: no sessions, grants, scopes, checks,
 * idempotency or audit. For `make bench PEERS=spring`.
 *	Peer SOCKET DATABASE_SOCKET USER PASSWORD KEY FILES CONNECTIONS STATEMENTS
 */
public class Peer {
	static final HikariDataSource pool = new HikariDataSource();
	static final ObjectMapper json = new ObjectMapper();
	static final AtomicInteger turn = new AtomicInteger();
	static SecretKeySpec key;
	static Path files;
	static Map<?, ?> statements;

	/** Lets pass whose token is well signed, and notes its session. */
	static class SignedByUs extends HandlerInterceptorAdapter {
		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) throws Exception {
			String header = request.getHeader("Authorization");
			String token = header == null ? "" : header.substring("Bearer ".length());
			int cut = token.lastIndexOf('.');
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(key);
			if (cut < 0 || !MessageDigest.isEqual(mac.doFinal(token.substring(0, cut).getBytes(StandardCharsets.US_ASCII)),
					Base64.getUrlDecoder().decode(token.substring(cut + 1)))) {
				response.setStatus(401);
				return false;
			}
			Map<?, ?> claims = json.readValue(Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, cut)), Map.class);
			request.setAttribute("session", ((Number)claims.get("sid")).longValue());
			return true;
		}
	}

	public static class Mapping extends RequestMappingHandlerMapping {
		public Mapping() {
			setInterceptors(new SignedByUs());
		}
	}

	public static class Adapter extends RequestMappingHandlerAdapter {
		public Adapter() {
			setMessageConverters(Collections.singletonList(new MappingJackson2HttpMessageConverter(json)));
		}
	}

	static PreparedStatement prepared(Connection db, String name, Object... values) throws Exception {
		PreparedStatement statement = db.prepareStatement((String)statements.get(name));
		for (int i = 0; i < values.length; i++)
			statement.setObject(i + 1, values[i]);
		return statement;
	}

	static void run(Connection db, String name, Object... values) throws Exception {
		try (PreparedStatement statement = prepared(db, name, values)) {
			statement.executeUpdate();
		}
	}

	static List<List<String>> query(Connection db, String name, Object... values) throws Exception {
		List<List<String>> all = new ArrayList<>();
		try (PreparedStatement statement = prepared(db, name, values); ResultSet rows = statement.executeQuery()) {
			int columns = rows.getMetaData().getColumnCount();
			while (rows.next()) {
				List<String> row = new ArrayList<>(columns);
				for (int i = 1; i <= columns; i++)
					row.add(rows.getString(i));
				all.add(row);
			}
		}
		return all;
	}

	@RestController
	public static class Routes {
		@RequestMapping("/me")
		public Object me(HttpServletRequest request) throws Exception {
			try (Connection db = pool.getConnection()) {
				return query(db, "me", request.getAttribute("session"));
			}
		}

		@RequestMapping("/files/{id}")
		public Object poll(@PathVariable("id") String id) throws Exception {
			try (Connection db = pool.getConnection()) {
				return query(db, "poll", id);
			}
		}

		@RequestMapping("/reviews")
		public Object list() throws Exception {
			try (Connection db = pool.getConnection()) {
				return Arrays.asList(query(db, "counters"), query(db, "list"));
			}
		}

		@RequestMapping("/orders/{no}/decision")
		public Object decide(@PathVariable("no") String no) throws Exception {
			try (Connection db = pool.getConnection()) {
				db.setAutoCommit(false);
				List<String> order = query(db, "find", no).get(0);
				long id = Long.parseLong(order.get(0)), division = Long.parseLong(order.get(2));
				Object kind = order.get(4), channel = order.get(5), at = order.get(6);
				int slot = 120 + turn.getAndIncrement() % 8;
				List<Object> desks = new ArrayList<>(), counts = new ArrayList<>();
				run(db, "move", id, order.get(1));
				run(db, "event", id);
				for (int i = 0; i < 3; i++)
					desks.addAll(Arrays.asList(id, kind, channel, division / 10000, division / 100, division, order.get(3), at, at));
				run(db, "desks", desks.toArray());
				long[] scopes = { division / 100, division, division / 10000 };
				for (int i = 0; i < 9; i++)
					counts.addAll(Arrays.asList(scopes[i < 6 ? i % 2 : i - 6], kind, channel, slot));
				run(db, "counts", counts.toArray());
				db.commit();
			}
			return Collections.emptyMap();
		}

		@RequestMapping("/files/{id}/content")
		public Object keepFile(HttpServletRequest request, @PathVariable("id") String id, @RequestHeader("Content-Length") int length) throws Exception {
			byte[] body = new byte[length];
			new DataInputStream(request.getInputStream()).readFully(body);
			byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(body);
			StringBuilder name = new StringBuilder();
			for (byte one : sha256)
				name.append(Character.forDigit(one >> 4 & 15, 16)).append(Character.forDigit(one & 15, 16));
			Path folder = files.resolve("blobs").resolve(name.substring(0, 2));
			Path spool = files.resolve("spool").resolve("peer-" + id);
			try {
				Files.createDirectory(folder);
			} catch (FileAlreadyExistsException there) {
				// as it mostly is
			}
			try (FileChannel file = FileChannel.open(spool, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
				file.write(ByteBuffer.wrap(body));
				file.force(true);
			}
			Files.move(spool, folder.resolve(name.substring(2)), StandardCopyOption.ATOMIC_MOVE);
			try (Connection db = pool.getConnection()) {
				run(db, "file", sha256, id);
			}
			return Collections.emptyMap();
		}
	}

	public static void main(String[] arg) throws Exception {
		key = new SecretKeySpec(Base64.getDecoder().decode(arg[4]), "HmacSHA256");
		files = Paths.get(arg[5]);
		statements = json.readValue(Files.readAllBytes(Paths.get(arg[7])), Map.class);
		pool.setJdbcUrl("jdbc:mariadb://localhost/liangding?useServerPrepStmts=true&localSocket=" + arg[1]);
		pool.setUsername(arg[2]);
		pool.setPassword(arg[3]);
		pool.setMaximumPoolSize(Integer.parseInt(arg[6]));

		AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
		spring.register(Mapping.class, Adapter.class, Routes.class);
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(Files.createTempDirectory("peer").toString());
		Connector connector = new Connector();
		connector.setProperty("unixDomainSocketPath", arg[0]);
		connector.setProperty("maxKeepAliveRequests", "-1");
		tomcat.setConnector(connector);
		Context context = tomcat.addContext("", null);
		Tomcat.addServlet(context, "spring", new DispatcherServlet(spring)).setLoadOnStartup(1);
		context.addServletMappingDecoded("/*", "spring");
		tomcat.start();
		tomcat.getServer().await();
	}
}
