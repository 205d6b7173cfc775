package io.bluegreen.jobs;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/**
 * Counts the statements that are sent; savepoints are none. A COPY is one: whoever asks
 * for the connection below is about to send it.
 *
 * @param count so many until now
 */
public record CountingDataSource(DataSource dataSource, AtomicInteger count) {

	public static CountingDataSource over(DataSource counted) {
		AtomicInteger count = new AtomicInteger();
		return new CountingDataSource(wrap(DataSource.class, counted, count), count);
	}

	private static <T> T wrap(Class<T> type, Object wrapped, AtomicInteger count) {
		InvocationHandler handler = (proxy, method, arguments) -> {
			boolean below = method.getName().equals("unwrap");
			if (below || (wrapped instanceof Statement && method.getName().startsWith("execute"))) {
				count.incrementAndGet();
			}
			Object result;
			try {
				result = method.invoke(wrapped, arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getCause();
			}
			return below ? result
					: (result instanceof Connection) ? wrap(Connection.class, result, count)
							: (result instanceof PreparedStatement) ? wrap(PreparedStatement.class, result, count)
									: (result instanceof Statement) ? wrap(Statement.class, result, count) : result;
		};
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

}
