package io.bluegreen.transport;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Statements that were said to nobody, who answers no row.
 */
final class Noted {

	private final List<String> statements = new ArrayList<>();

	JdbcClient client() {
		return (sql) -> {
			this.statements.add(sql);
			return answering(StatementSpec.class);
		};
	}

	List<String> statements() {
		return this.statements;
	}

	private static <T> T answering(Class<T> type) {
		InvocationHandler nothing = (proxy, method, arguments) -> nothing(method.getReturnType());
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, nothing));
	}

	private static @Nullable Object nothing(Class<?> type) {
		if (type == List.class) {
			return List.of();
		}
		return type.isInterface() ? answering(type) : (type == int.class) ? 0 : null;
	}

}
