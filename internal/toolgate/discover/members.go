package discover

import (
	"slices"
	"strings"

	"bartizan/internal/syntax/config"
	"bartizan/internal/toolgate/server"
)

// The names under which clients keep the same thing. The first that is there is taken.
var (
	commandKeys  = []string{"command", "cmd"}
	argsKeys     = []string{"args", "arguments"}
	urlKeys      = []string{"url", "serverUrl", "httpUrl", "serverURL", "uri", "endpoint", "baseUrl"}
	envKeys      = []string{"env", "environment", "envs"}
	headerKeys   = []string{"headers", "http_headers", "httpHeaders", "customHeaders"}
	typeKeys     = []string{"type", "transport", "transportType"}
	cwdKeys      = []string{"cwd", "workingDirectory", "working_directory", "workdir", "working_dir"}
	approveKeys  = []string{"autoApprove", "alwaysAllow", "auto_approve", "always_allow", "autoApproved", "alwaysAllowed", "trust", "autoApproveAll"}
	authKeys     = []string{"auth", "oauth", "oAuth", "authorization", "authorization_token", "bearer_token", "bearerToken", "apiKey", "api_key", "oauth2"}
	envFileKeys  = []string{"envFile", "env_file"}
	nestedKeys   = []string{"config", "transport", "requestOptions"}
	namingKeys   = []string{"envs", "env_keys", "env_vars", "envVars"}
	harmlessKeys = []string{
		"name", "title", "display_name", "displayName", "description", "id", "version", "icon", "icons", "gallery", "source", "bundled", "disabled", "enabled", "isActive", "active", "is_active",
		"timeout", "timeoutMs", "timeout_ms", "startup_timeout_sec", "startup_timeout_ms", "tool_timeout_sec", "connect_timeout", "connectionTimeout", "initTimeout", "requestTimeout", "sse_read_timeout", "maxTotalTimeout", "resetTimeoutOnProgress",
		"tools", "includeTools", "excludeTools", "enabled_tools", "disabled_tools", "enabledTools", "disabledTools", "available_tools", "allowedTools", "toolFilter", "filter", "scopes", "oauth_resource", "oauth_scopes", "required",
		"bearer_token_env_var", "env_http_headers", "env_keys", "env_vars", "envVars", "requestOptions", "config", "settings", "dev", "sandbox", "sandboxEnabled", "supports_parallel_tool_calls", "default_tools_approval_mode", "headersHelper", "alwaysLoad",
		"$schema", "registry", "registryType", "metadata", "_meta", "note", "comment", "instructions", "restart", "retries", "watchPaths", "provider", "faviconUrl", "platform_overrides", "experimental_environment", "authProviderType", "targetAudience", "targetServiceAccount", "remote_configured",
	}
)

// vars fills Env and Auth.
func (d *discovery) vars(e *server.Entry, n, body *config.Node) {
	for _, k := range envKeys {
		d.env(e, body.Get(k))
	}
	for _, k := range namingKeys[1:] {
		for _, c := range children(body.Get(k)) {
			if c.Kind == config.String {
				e.Env = append(e.Env, server.Var{Name: c.Value, Place: place(c)})
			}
		}
	}
	for _, k := range authKeys {
		a := body.Get(k)
		switch {
		case a == nil:
		case a.Kind == config.Object:
			e.Auth = append(e.Auth, pairs(a)...)
		case a.Kind == config.String && a.Value != "":
			e.Auth = append(e.Auth, server.Var{Name: k, Place: place(a), Value: a.Value})
		}
	}
	for _, c := range children(n.Get("settings")) { // Zed extensions keep credentials there
		if c.Kind == config.String && server.SecretName(c.Key) {
			e.Auth = append(e.Auth, server.Var{Name: c.Key, Place: place(c), Value: c.Value})
		}
	}
}

func (d *discovery) env(e *server.Entry, n *config.Node) {
	e.Env = append(e.Env, pairs(n)...)
}

func children(n *config.Node) []*config.Node {
	if n == nil {
		return nil
	}
	return n.Children
}

// pairs reads names with values: an object, a list of NAME=value or "Name: value", or a list of {name, value}.
func pairs(n *config.Node) (out []server.Var) {
	for _, c := range children(n) {
		v := server.Var{Name: c.Key, Place: place(c)}
		switch {
		case n.Kind == config.Object && c.Kind >= config.String:
			if v.Value = c.Value; c.Kind == config.Null {
				v.Value = ""
			}
		case n.Kind == config.Object && c.Kind == config.Object: // {NAME: {value, description}}
			v.Value = first(c, []string{"value", "default"}).Text()
		case n.Kind == config.Array && c.Kind == config.String:
			i := strings.IndexAny(c.Value, "=:")
			if i < 0 {
				v.Name = c.Value
				break
			}
			v.Name, v.Value = strings.TrimSpace(c.Value[:i]), strings.TrimSpace(c.Value[i+1:])
		case n.Kind == config.Array && c.Kind == config.Object:
			v.Name, v.Value = first(c, []string{"name", "key"}).Text(), c.Get("value").Text()
		}
		if v.Name != "" {
			out = append(out, v)
		}
	}
	return out
}

// transport follows what is said, then the key, then the look of the address.
func transport(e *server.Entry, row *Row, n *config.Node) server.Transport {
	kind := strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(first(n, typeKeys).Text()))
	switch {
	case kind == "sse":
		return server.SSE
	case kind == "stdio" && len(e.Argv) > 0:
		return server.Stdio
	case strings.HasPrefix(kind, "streamable"), kind == "http", kind == "https":
		return server.HTTP
	case len(e.Argv) > 0:
		return server.Stdio
	case row.URLIsSSE && n.Get("httpUrl") == nil && n.Get("url") != nil:
		return server.SSE
	case strings.HasSuffix(strings.TrimRight(strings.SplitN(e.URL, "?", 2)[0], "/"), "/sse"):
		return server.SSE
	}
	return server.HTTP
}

// approvals lists the tools that run unasked; "*" is all.
func approvals(n *config.Node) (tools []string) {
	for _, k := range approveKeys {
		v := n.Get(k)
		switch {
		case v == nil:
		case v.Kind == config.Bool && strings.EqualFold(v.Value, "true"):
			tools = append(tools, "*")
		case v.Kind == config.String && v.Value != "":
			tools = append(tools, v.Value)
		case v.Kind == config.Array:
			for _, c := range v.Children {
				if c.Kind == config.String {
					tools = append(tools, c.Value)
				}
			}
		case v.Kind == config.Object:
			for _, c := range v.Children {
				if strings.EqualFold(c.Value, "true") {
					tools = append(tools, c.Key)
				}
			}
		}
	}
	if n.Get("default_tools_approval_mode").Text() == "approve" { // Codex
		tools = append(tools, "*")
	}
	if t := n.Get("tools"); t != nil && t.Kind == config.Object {
		for _, c := range t.Children {
			if c.Get("approval_mode").Text() == "approve" {
				tools = append(tools, c.Key)
			}
		}
	}
	slices.Sort(tools)
	return slices.Compact(tools)
}

func unknown(n *config.Node) (keys []string) {
	for _, c := range n.Children {
		known := false
		for _, list := range [][]string{commandKeys, argsKeys, urlKeys, envKeys, headerKeys, typeKeys, cwdKeys, approveKeys, authKeys, envFileKeys, nestedKeys, harmlessKeys} {
			known = known || slices.Contains(list, c.Key)
		}
		if !known {
			keys = append(keys, c.Key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
