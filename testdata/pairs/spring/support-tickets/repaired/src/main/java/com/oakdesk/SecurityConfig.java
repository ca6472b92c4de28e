package com.oakdesk;

import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.JdbcUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

@Configuration
@EnableWebSecurity
public class SecurityConfig {

    private static final Pattern LOCAL_PATH = Pattern.compile("/[A-Za-z0-9][A-Za-z0-9/_-]{0,100}");

    @Bean
    public SecurityFilterChain filterChain(HttpSecurity http) throws Exception {
        http
            .authorizeHttpRequests(auth -> auth
                .requestMatchers("/login", "/css/**").permitAll()
                .anyRequest().authenticated()
            )
            .formLogin(form -> form
                .loginPage("/login")
                .successHandler(backToNext())
            )
            .addFilterBefore(new LoginLimitFilter(), UsernamePasswordAuthenticationFilter.class)
            .logout(logout -> logout.logoutSuccessUrl("/login"));
        return http.build();
    }

    private AuthenticationSuccessHandler backToNext() {
        return (request, response, authentication) -> {
            String next = request.getParameter("next");
            response.sendRedirect(isLocal(next) ? next : "/tickets/new");
        };
    }

    /** A path on this site: one leading slash, then only harmless characters. */
    private static boolean isLocal(String next) {
        return next != null && LOCAL_PATH.matcher(next).matches();
    }

    @Bean
    public UserDetailsService users(DataSource dataSource) {
        return new JdbcUserDetailsManager(dataSource);
    }

    @Bean
    public PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }
}
