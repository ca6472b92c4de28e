package discover

import "bartizan/internal/toolgate/server"

// A Row says where one client keeps servers or settings, and in which shape.
//
// Path templates, with / on every system: ~ is the home; {root} a project's folder; {config} the platform's folder for
// application settings; {xdg} $XDG_CONFIG_HOME or ~/.config; {appdata} and {localappdata} Windows' own; {programdata}
// and {programfiles} its system folders; {NAME:path} the environment variable NAME of the user whose home it is, else
// path (an empty path: no file without the variable); {a,b} either. * stands for any name, ** for folders at any depth
// up to six.
type Row struct {
	Client string
	Scope  server.Scope
	OS     string // linux, darwin, windows; empty is all
	Path   string
	Format string // json, json5, toml, yaml; script is a program that nothing here runs

	// Keys are the paths of keys to the servers, joined by dots; * stands for any key. A key that itself holds the dots
	// is the same. With none, the file holds settings only.
	Keys []string
	// Own says that the file is for servers alone: other known wrappings and bare {name: {command …}} are taken too.
	Own        bool
	PerProject bool // the * of Keys is the path of the project that the entries are for
	URLIsSSE   bool // "url" means SSE here, because streamable HTTP has a key of its own

	// Settings are the paths of keys that are handed over leaf by leaf, "*" for the whole file without its servers.
	// Under is where in the file they begin; it is not part of the key.
	Settings []string
	Under    string
	FileHook string // the file itself is run at this event: Setting.Key is hooks. and this, Value the path

	Extension string // the editor extension that reads the file; without it installed the servers are off
	Shared    bool   // the file belongs to another client too: it does not show that this one is here

	Rank    int    // for one name in two places, the higher is taken; zero is that of the scope
	Source  string // where the row comes from: S, G, T, D, A; empty is the client's own documentation; ? is one weak source
	Checked string // YYYY-MM-DD
}

// Ranks of scopes for one name in several places. A client that orders them otherwise says so in its rows.
const (
	rankPlugin  = 10
	rankUser    = 20
	rankProject = 30
	rankLocal   = 35
	rankManaged = 40
)

const checked = "2026-11-20"

var (
	mcpServers = []string{"mcpServers"}
	vscodeKeys = []string{"mcp.servers"}
	all        = []string{"*"}
	// vscodeSettings are what decides in VS Code and its relatives which tools run unasked and what is imported.
	vscodeSettings = []string{"chat", "mcp", "github.copilot", "security", "task", "terminal.integrated", "http", "cline", "roo-cline", "kilo-code", "claudeCode", "claude-code", "cursor", "windsurf", "geminicodeassist", "kiroAgent", "augment", "continue", "python.defaultInterpreterPath", "git", "npm", "php.validate.executablePath"}
	claudeUser     = []string{"bypassPermissionsModeAccepted", "env", "hooks", "permissions", "enableAllProjectMcpServers", "projects.*.allowedTools", "projects.*.hasTrustDialogAccepted", "projects.*.enableAllProjectMcpServers", "projects.*.enabledMcpjsonServers", "projects.*.disabledMcpjsonServers", "projects.*.disabledMcpServers", "claudeInChromeDefaultEnabled"}
)

// editors are the folders of VS Code and the editors made from it, under {config}.
const editors = "{Code,Code - Insiders,VSCodium,Cursor,Windsurf,Kiro,Antigravity,Trae}"

// Rows is the client table. Paths rot: a row whose date is older than 180 days is due for another look.
var Rows = []Row{
	// Claude Code
	{Client: "claude-code", Scope: server.User, Path: "{CLAUDE_CONFIG_DIR:~}/.claude.json", Format: "json", Keys: mcpServers, Settings: claudeUser, Source: "STA", Checked: checked},
	{Client: "claude-code", Scope: server.User, Path: "{CLAUDE_CONFIG_DIR:~}/.claude.json", Format: "json", Keys: []string{"projects.*.mcpServers"}, PerProject: true, Rank: rankLocal, Source: "STA", Checked: checked},
	{Client: "claude-code", Scope: server.User, Path: "{CLAUDE_CONFIG_DIR:~/.claude}/{settings,settings.local}.json", Format: "json", Keys: mcpServers, Settings: all, Checked: checked},
	{Client: "claude-code", Scope: server.Project, Path: "{root}/.mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "SA", Checked: checked},
	{Client: "claude-code", Scope: server.Project, Path: "{root}/.claude/{settings,settings.local}.json", Format: "json", Keys: mcpServers, Settings: all, Checked: checked},
	{Client: "claude-code", Scope: server.Project, Path: "{root}/.claude/mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "G", Checked: checked},
	{Client: "claude-code", Scope: server.Managed, OS: "linux", Path: "/etc/claude-code/managed-mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Checked: checked},
	{Client: "claude-code", Scope: server.Managed, OS: "darwin", Path: "/Library/Application Support/ClaudeCode/managed-mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Checked: checked},
	{Client: "claude-code", Scope: server.Managed, OS: "windows", Path: "{{programfiles},{programdata}}/ClaudeCode/managed-mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Checked: checked},
	{Client: "claude-code", Scope: server.Managed, OS: "linux", Path: "/etc/claude-code/{managed-settings.json,managed-settings.d/*.json}", Format: "json", Settings: all, Source: "S", Checked: checked},
	{Client: "claude-code", Scope: server.Managed, OS: "darwin", Path: "/Library/Application Support/ClaudeCode/{managed-settings.json,managed-settings.d/*.json}", Format: "json", Settings: all, Source: "S", Checked: checked},
	{Client: "claude-code", Scope: server.Managed, OS: "windows", Path: "{{programfiles},{programdata}}/ClaudeCode/{managed-settings.json,managed-settings.d/*.json}", Format: "json", Settings: all, Source: "S", Checked: checked},
	{Client: "claude-code", Scope: server.Plugin, Path: "{CLAUDE_CODE_PLUGIN_CACHE_DIR:{CLAUDE_CONFIG_DIR:~/.claude}/plugins/{cache,repos}}/**/.mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Checked: checked},
	{Client: "claude-code", Scope: server.Plugin, Path: "{CLAUDE_CODE_PLUGIN_CACHE_DIR:{CLAUDE_CONFIG_DIR:~/.claude}/plugins/{cache,repos}}/**/.claude-plugin/plugin.json", Format: "json", Keys: mcpServers, Settings: []string{"hooks"}, Source: "S", Checked: checked},
	{Client: "claude-code", Scope: server.Plugin, Path: "{CLAUDE_CODE_PLUGIN_CACHE_DIR:{CLAUDE_CONFIG_DIR:~/.claude}/plugins/{cache,repos}}/**/hooks/hooks.json", Format: "json", Settings: all, Checked: checked},
	{Client: "claude-code", Scope: server.Plugin, Path: "{CLAUDE_CODE_PLUGIN_SEED_DIR:}/**/.mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Checked: checked},

	// Claude Desktop
	{Client: "claude-desktop", Scope: server.User, Path: "{config}/{Claude,claude}/claude_desktop_config.json", Format: "json", Keys: mcpServers, Source: "SD", Checked: checked},
	{Client: "claude-desktop", Scope: server.Plugin, Path: "{config}/Claude/Claude Extensions/*/manifest.json", Format: "json", Keys: []string{"server.mcp_config"}, Source: "?", Checked: checked},

	// Cursor
	{Client: "cursor", Scope: server.User, Path: "~/.cursor/mcp.json", Format: "json", Keys: mcpServers, Own: true, Checked: checked},
	{Client: "cursor", Scope: server.User, Path: "{config}/Cursor/User/mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Checked: checked},
	{Client: "cursor", Scope: server.User, Path: "{config}/Cursor/User/settings.json", Format: "json", Keys: []string{"mcp.servers", "mcpServers"}, Settings: vscodeSettings, Source: "S", Checked: checked},
	{Client: "cursor", Scope: server.Project, Path: "{root}/.cursor/mcp.json", Format: "json", Keys: mcpServers, Own: true, Checked: checked},
	{Client: "cursor", Scope: server.Project, Path: "{root}/.mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Shared: true, Checked: checked},
	{Client: "cursor", Scope: server.Plugin, Path: "~/.cursor/plugins/{cache,local}/**/{mcp,.mcp}.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Checked: checked},
	{Client: "cursor", Scope: server.User, Path: "~/.cursor/{hooks,permissions,cli-config}.json", Format: "json", Settings: all, Checked: checked},
	{Client: "cursor", Scope: server.Project, Path: "{root}/.cursor/{hooks,permissions,cli,environment,sandbox}.json", Format: "json", Settings: all, Checked: checked},
	{Client: "cursor", Scope: server.Managed, OS: "linux", Path: "/etc/cursor/hooks.json", Format: "json", Settings: all, Checked: checked},
	{Client: "cursor", Scope: server.Managed, OS: "darwin", Path: "/Library/Application Support/Cursor/hooks.json", Format: "json", Settings: all, Checked: checked},
	{Client: "cursor", Scope: server.Managed, OS: "windows", Path: "{programdata}/Cursor/hooks.json", Format: "json", Settings: all, Checked: checked},

	// VS Code
	{Client: "vscode", Scope: server.User, Path: "{config}/{Code,VSCodium}/User/{mcp.json,profiles/*/mcp.json}", Format: "json", Keys: []string{"servers"}, Own: true, Checked: checked},
	{Client: "vscode-insiders", Scope: server.User, Path: "{config}/Code - Insiders/User/{mcp.json,profiles/*/mcp.json}", Format: "json", Keys: []string{"servers"}, Own: true, Checked: checked},
	{Client: "vscode", Scope: server.User, Path: "{config}/{Code,VSCodium}/User/{settings.json,profiles/*/settings.json}", Format: "json", Keys: vscodeKeys, Settings: vscodeSettings, Checked: checked},
	{Client: "vscode-insiders", Scope: server.User, Path: "{config}/Code - Insiders/User/{settings.json,profiles/*/settings.json}", Format: "json", Keys: vscodeKeys, Settings: vscodeSettings, Checked: checked},
	{Client: "vscode", Scope: server.User, Path: "{VSCODE_PORTABLE:}/user-data/User/{mcp.json,profiles/*/mcp.json}", Format: "json", Keys: []string{"servers"}, Own: true, Checked: checked},
	{Client: "vscode", Scope: server.User, Path: "{VSCODE_PORTABLE:}/user-data/User/settings.json", Format: "json", Keys: vscodeKeys, Settings: vscodeSettings, Checked: checked},
	{Client: "vscode", Scope: server.User, Path: "~/{.vscode-server,.vscode-server-insiders,.vscode-remote}/data/{User,Machine}/mcp.json", Format: "json", Keys: []string{"servers"}, Own: true, Source: "?", Checked: checked},
	{Client: "vscode", Scope: server.User, Path: "~/{.vscode-server,.vscode-server-insiders,.vscode-remote}/data/{User,Machine}/settings.json", Format: "json", Keys: vscodeKeys, Settings: vscodeSettings, Source: "?", Checked: checked},
	{Client: "vscode", Scope: server.Project, Path: "{root}/.vscode/mcp.json", Format: "json", Keys: []string{"servers"}, Own: true, Checked: checked},
	{Client: "vscode", Scope: server.Project, Path: "{root}/.mcp.json", Format: "json", Keys: []string{"servers", "mcpServers"}, Own: true, Shared: true, Checked: checked},
	{Client: "vscode", Scope: server.Project, Path: "{root}/.vscode/settings.json", Format: "json", Keys: vscodeKeys, Settings: vscodeSettings, Checked: checked},
	{Client: "vscode", Scope: server.Project, Path: "{root}/.vscode/tasks.json", Format: "json", Settings: []string{"tasks"}, Checked: checked},
	{Client: "vscode", Scope: server.Project, Path: "{root}/*.code-workspace", Format: "json", Keys: []string{"settings.mcp.servers", "mcp.servers"}, Settings: vscodeSettings, Under: "settings", Checked: checked},
	{Client: "vscode", Scope: server.Project, Path: "{root}/{.devcontainer/devcontainer.json,.devcontainer.json,.devcontainer/*/devcontainer.json}", Format: "json", Keys: []string{"customizations.vscode.mcp.servers", "customizations.vscode.settings.mcp.servers"}, Settings: vscodeSettings, Under: "customizations.vscode.settings", Shared: true, Checked: checked},
	{Client: "devcontainer", Scope: server.Project, Path: "{root}/{.devcontainer/devcontainer.json,.devcontainer.json,.devcontainer/*/devcontainer.json}", Format: "json", Settings: []string{"initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand", "mounts", "runArgs", "privileged", "capAdd", "securityOpt", "containerEnv", "remoteEnv"}, Checked: checked},

	// GitHub Copilot
	{Client: "copilot-cli", Scope: server.User, Path: "{COPILOT_HOME:~/.copilot}/mcp-config.json", Format: "json", Keys: mcpServers, Own: true, Source: "SA", Checked: checked},
	{Client: "copilot-cli", Scope: server.User, Path: "{COPILOT_HOME:~/.copilot}/config.json", Format: "json", Settings: all, Source: "?", Checked: checked},
	{Client: "copilot-cli", Scope: server.Project, Path: "{root}/.mcp.json", Format: "json", Keys: mcpServers, Own: true, Shared: true, Checked: checked},
	{Client: "copilot-cli", Scope: server.Project, Path: "{root}/.github/hooks/*.json", Format: "json", Settings: all, Checked: checked},
	{Client: "copilot-jetbrains", Scope: server.User, Path: "{xdg}/github-copilot/{intellij,xcode}/mcp.json", Format: "json", Keys: []string{"servers"}, Own: true, Source: "T", Checked: checked},
	{Client: "copilot-jetbrains", Scope: server.User, OS: "windows", Path: "{localappdata}/github-copilot/intellij/mcp.json", Format: "json", Keys: []string{"servers"}, Own: true, Source: "T", Checked: checked},

	// Windsurf
	{Client: "windsurf", Scope: server.User, Path: "~/.codeium/{windsurf/mcp_config.json,windsurf-next/mcp_config.json,mcp_config.json}", Format: "json", Keys: mcpServers, Own: true, Source: "T", Checked: checked},
	{Client: "windsurf", Scope: server.User, Path: "{config}/Windsurf/User/settings.json", Format: "json", Keys: vscodeKeys, Settings: vscodeSettings, Checked: checked},
	{Client: "windsurf", Scope: server.Project, Path: "{root}/.mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Shared: true, Checked: checked},
	{Client: "windsurf", Scope: server.Project, Path: "{root}/.windsurf/mcp_config.json", Format: "json", Keys: mcpServers, Own: true, Source: "A", Checked: checked},
	{Client: "windsurf", Scope: server.Project, Path: "{root}/.windsurf/mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "?", Checked: checked},
	{Client: "windsurf", Scope: server.User, Path: "~/.codeium/windsurf/hooks.json", Format: "json", Settings: all, Source: "?", Checked: checked},
	{Client: "windsurf", Scope: server.Project, Path: "{root}/.windsurf/hooks.json", Format: "json", Settings: all, Source: "?", Checked: checked},

	// Zed
	{Client: "zed", Scope: server.User, Path: "{xdg}/zed/settings.json", Format: "json", Keys: []string{"context_servers"}, Settings: []string{"agent", "assistant", "session", "language_models"}, Checked: checked},
	{Client: "zed", Scope: server.User, OS: "windows", Path: "{appdata}/Zed/settings.json", Format: "json", Keys: []string{"context_servers"}, Settings: []string{"agent", "assistant", "session", "language_models"}, Checked: checked},
	{Client: "zed", Scope: server.Project, Path: "{root}/.zed/settings.json", Format: "json", Keys: []string{"context_servers"}, Settings: []string{"agent", "assistant", "session", "language_models", "lsp"}, Checked: checked},

	// Gemini CLI
	{Client: "gemini", Scope: server.User, Path: "~/.gemini/settings.json", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Checked: checked},
	{Client: "gemini", Scope: server.User, Path: "~/.gemini/trustedFolders.json", Format: "json", Settings: all, Source: "?", Checked: checked},
	{Client: "gemini", Scope: server.Project, Path: "{root}/.gemini/settings.json", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Checked: checked},
	{Client: "gemini", Scope: server.Managed, OS: "linux", Path: "{GEMINI_CLI_SYSTEM_SETTINGS_PATH:/etc/gemini-cli/settings.json}", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Source: "G", Checked: checked},
	{Client: "gemini", Scope: server.Managed, OS: "darwin", Path: "{GEMINI_CLI_SYSTEM_SETTINGS_PATH:/Library/Application Support/GeminiCli/settings.json}", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Source: "G", Checked: checked},
	{Client: "gemini", Scope: server.Managed, OS: "windows", Path: "{GEMINI_CLI_SYSTEM_SETTINGS_PATH:{programdata}/gemini-cli/settings.json}", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Source: "G", Checked: checked},
	{Client: "gemini", Scope: server.Managed, OS: "linux", Path: "{GEMINI_CLI_SYSTEM_DEFAULTS_PATH:/etc/gemini-cli/system-defaults.json}", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Rank: 5, Source: "G", Checked: checked},
	{Client: "gemini", Scope: server.Managed, OS: "darwin", Path: "{GEMINI_CLI_SYSTEM_DEFAULTS_PATH:/Library/Application Support/GeminiCli/system-defaults.json}", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Rank: 5, Source: "G", Checked: checked},
	{Client: "gemini", Scope: server.Managed, OS: "windows", Path: "{GEMINI_CLI_SYSTEM_DEFAULTS_PATH:{programdata}/gemini-cli/system-defaults.json}", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Rank: 5, Source: "G", Checked: checked},
	{Client: "gemini", Scope: server.Plugin, Path: "~/.gemini/extensions/*/gemini-extension.json", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: []string{"hooks", "settings"}, Checked: checked},

	// Antigravity
	{Client: "antigravity", Scope: server.User, Path: "~/.gemini/{antigravity,config,antigravity-cli}/mcp_config.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Checked: checked},
	{Client: "antigravity", Scope: server.Project, Path: "{root}/{.agents,.agent}/mcp_config.json", Format: "json", Keys: mcpServers, Own: true, Source: "A", Checked: checked},
	{Client: "antigravity", Scope: server.Plugin, Path: "~/.gemini/config/plugins/*/{mcp_config,mcp,.mcp}.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Checked: checked},

	// Codex
	{Client: "codex", Scope: server.User, Path: "{CODEX_HOME:~/.codex}/{config.toml,*.config.toml}", Format: "toml", Keys: []string{"mcp_servers", "profiles.*.mcp_servers"}, Settings: all, Source: "S", Checked: checked},
	{Client: "codex", Scope: server.User, Path: "{CODEX_HOME:~/.codex}/hooks.json", Format: "json", Settings: all, Source: "?", Checked: checked},
	{Client: "codex", Scope: server.Project, Path: "{root}/.codex/config.toml", Format: "toml", Keys: []string{"mcp_servers", "profiles.*.mcp_servers"}, Settings: all, Checked: checked},
	{Client: "codex", Scope: server.Project, Path: "{root}/.codex/hooks.json", Format: "json", Settings: all, Source: "?", Checked: checked},
	{Client: "codex", Scope: server.Managed, OS: "linux", Path: "/etc/codex/config.toml", Format: "toml", Keys: []string{"mcp_servers"}, Settings: all, Rank: 5, Checked: checked},
	{Client: "codex", Scope: server.Managed, OS: "darwin", Path: "/etc/codex/config.toml", Format: "toml", Keys: []string{"mcp_servers"}, Settings: all, Rank: 5, Checked: checked},
	{Client: "codex", Scope: server.Managed, OS: "windows", Path: "{programdata}/OpenAI/Codex/config.toml", Format: "toml", Keys: []string{"mcp_servers"}, Settings: all, Rank: 5, Checked: checked},
	{Client: "codex", Scope: server.Managed, OS: "linux", Path: "/etc/codex/{managed_config,requirements}.toml", Format: "toml", Settings: all, Checked: checked},
	{Client: "codex", Scope: server.Managed, OS: "darwin", Path: "/etc/codex/{managed_config,requirements}.toml", Format: "toml", Settings: all, Checked: checked},
	{Client: "codex", Scope: server.Managed, OS: "windows", Path: "{programdata}/OpenAI/Codex/{managed_config,requirements}.toml", Format: "toml", Settings: all, Checked: checked},
	{Client: "codex", Scope: server.Plugin, Path: "{CODEX_HOME:~/.codex}/plugins/**/.mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "S", Checked: checked},

	// opencode
	{Client: "opencode", Scope: server.User, Path: "{OPENCODE_CONFIG_DIR:{xdg}/opencode}/{opencode,config}.{json,jsonc}", Format: "json", Keys: []string{"mcp"}, Settings: all, Source: "S", Checked: checked},
	{Client: "opencode", Scope: server.User, Path: "~/.opencode/opencode.{json,jsonc}", Format: "json", Keys: []string{"mcp"}, Settings: all, Source: "S", Checked: checked},
	{Client: "opencode", Scope: server.User, Path: "{OPENCODE_CONFIG:}", Format: "json", Keys: []string{"mcp"}, Settings: all, Source: "S", Checked: checked},
	{Client: "opencode", Scope: server.Project, Path: "{root}/{opencode,.opencode/opencode}.{json,jsonc}", Format: "json", Keys: []string{"mcp"}, Settings: all, Checked: checked},
	{Client: "opencode", Scope: server.Managed, OS: "linux", Path: "/etc/opencode/opencode.{json,jsonc}", Format: "json", Keys: []string{"mcp"}, Settings: all, Checked: checked},
	{Client: "opencode", Scope: server.Managed, OS: "darwin", Path: "/Library/Application Support/opencode/opencode.{json,jsonc}", Format: "json", Keys: []string{"mcp"}, Settings: all, Checked: checked},
	{Client: "opencode", Scope: server.Managed, OS: "windows", Path: "{programdata}/opencode/opencode.{json,jsonc}", Format: "json", Keys: []string{"mcp"}, Settings: all, Checked: checked},

	// Kiro
	{Client: "kiro", Scope: server.User, Path: "~/.kiro/settings/mcp.json", Format: "json", Keys: []string{"mcpServers", "powers.mcpServers"}, Own: true, Checked: checked},
	{Client: "kiro", Scope: server.User, Path: "~/.kiro/agents/*.json", Format: "json", Keys: mcpServers, Settings: []string{"hooks", "allowedTools", "toolsSettings"}, Checked: checked},
	{Client: "kiro", Scope: server.User, Path: "{config}/Kiro/User/settings.json", Format: "json", Keys: vscodeKeys, Settings: vscodeSettings, Source: "?", Checked: checked},
	{Client: "kiro", Scope: server.Project, Path: "{root}/.kiro/settings/mcp.json", Format: "json", Keys: []string{"mcpServers", "powers.mcpServers"}, Own: true, Checked: checked},
	{Client: "kiro", Scope: server.Project, Path: "{root}/.kiro/agents/*.json", Format: "json", Keys: mcpServers, Settings: []string{"hooks", "allowedTools", "toolsSettings"}, Checked: checked},
	{Client: "kiro", Scope: server.Project, Path: "{root}/.kiro/hooks/*.kiro.hook", Format: "json", Settings: all, Source: "?", Checked: checked},
	{Client: "kiro", Scope: server.Plugin, Path: "~/.kiro/powers/installed/*/mcp.json", Format: "json", Keys: mcpServers, Own: true, Checked: checked},

	// Cline, Roo, Kilo
	{Client: "cline", Scope: server.User, Path: "{CLINE_DATA_DIR:{CLINE_DIR:~/.cline}/data}/settings/cline_mcp_settings.json", Format: "json", Keys: mcpServers, Own: true, Source: "A", Checked: checked},
	{Client: "cline", Scope: server.User, Path: "{config}/" + editors + "/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json", Format: "json", Keys: mcpServers, Own: true, Source: "T", Extension: "saoudrizwan.claude-dev", Checked: checked},
	{Client: "cline", Scope: server.Project, Path: "{root}/.clinerules/hooks/*", Format: "script", FileHook: "*", Checked: checked},
	{Client: "roo", Scope: server.User, Path: "{config}/" + editors + "/User/globalStorage/rooveterinaryinc.roo-cline/settings/{mcp_settings,cline_mcp_settings}.json", Format: "json", Keys: mcpServers, Own: true, Source: "A", Extension: "rooveterinaryinc.roo-cline", Checked: checked},
	{Client: "roo", Scope: server.Project, Path: "{root}/.roo/mcp.json", Format: "json", Keys: mcpServers, Own: true, Checked: checked},
	{Client: "kilo", Scope: server.User, Path: "{xdg}/kilo/kilo.{json,jsonc}", Format: "json", Keys: []string{"mcp", "mcpServers"}, Settings: all, Source: "?", Checked: checked},
	{Client: "kilo", Scope: server.User, Path: "{config}/" + editors + "/User/globalStorage/kilocode.kilo-code/settings/mcp_settings.json", Format: "json", Keys: mcpServers, Own: true, Source: "?", Extension: "kilocode.kilo-code", Checked: checked},
	{Client: "kilo", Scope: server.Project, Path: "{root}/{kilo,.kilo/kilo}.{json,jsonc}", Format: "json", Keys: []string{"mcp", "mcpServers"}, Settings: all, Source: "?", Checked: checked},
	{Client: "kilo", Scope: server.Project, Path: "{root}/.kilocode/mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "?", Checked: checked},

	// JetBrains
	{Client: "junie", Scope: server.User, Path: "~/.junie/mcp/mcp.json", Format: "json", Keys: mcpServers, Own: true, Checked: checked},
	{Client: "junie", Scope: server.Project, Path: "{root}/.junie/mcp/mcp.json", Format: "json", Keys: mcpServers, Own: true, Checked: checked},

	// Factory
	{Client: "factory", Scope: server.User, Path: "~/.factory/mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "?", Checked: checked},
	{Client: "factory", Scope: server.Project, Path: "{root}/.factory/mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "?", Checked: checked},
	// Augment, in the settings of its editor
	{Client: "augment", Scope: server.User, Path: "{config}/" + editors + "/User/settings.json", Format: "json", Keys: []string{"augment.advanced.mcpServers"}, Source: "?", Shared: true, Checked: checked},
	{Client: "augment", Scope: server.Project, Path: "{root}/.vscode/settings.json", Format: "json", Keys: []string{"augment.advanced.mcpServers"}, Source: "?", Shared: true, Checked: checked},
	// Amp
	{Client: "amp", Scope: server.User, Path: "{xdg}/amp/settings.{json,jsonc}", Format: "json", Keys: []string{"amp.mcpServers"}, Settings: []string{"amp"}, Checked: checked},
	{Client: "amp", Scope: server.User, OS: "windows", Path: "{appdata}/amp/settings.json", Format: "json", Keys: []string{"amp.mcpServers"}, Settings: []string{"amp"}, Checked: checked},
	{Client: "amp", Scope: server.User, Path: "{config}/" + editors + "/User/settings.json", Format: "json", Keys: []string{"amp.mcpServers"}, Settings: []string{"amp"}, Source: "T", Shared: true, Checked: checked},
	{Client: "amp", Scope: server.Project, Path: "{root}/.amp/settings.{json,jsonc}", Format: "json", Keys: []string{"amp.mcpServers"}, Settings: []string{"amp"}, Checked: checked},
	{Client: "amp", Scope: server.Project, Path: "{root}/.vscode/settings.json", Format: "json", Keys: []string{"amp.mcpServers"}, Settings: []string{"amp"}, Source: "T", Shared: true, Checked: checked},
	{Client: "amp", Scope: server.Managed, OS: "linux", Path: "/etc/ampcode/managed-settings.json", Format: "json", Keys: []string{"amp.mcpServers"}, Settings: all, Source: "?", Checked: checked},
	{Client: "amp", Scope: server.Managed, OS: "darwin", Path: "/Library/Application Support/ampcode/managed-settings.json", Format: "json", Keys: []string{"amp.mcpServers"}, Settings: all, Source: "?", Checked: checked},

	// Continue
	{Client: "continue", Scope: server.User, Path: "{CONTINUE_GLOBAL_DIR:~/.continue}/config.yaml", Format: "yaml", Keys: mcpServers, Source: "D", Checked: checked},
	{Client: "continue", Scope: server.User, Path: "{CONTINUE_GLOBAL_DIR:~/.continue}/config.json", Format: "json", Keys: []string{"mcpServers", "experimental.modelContextProtocolServers"}, Source: "D", Checked: checked},
	{Client: "continue", Scope: server.User, Path: "{CONTINUE_GLOBAL_DIR:~/.continue}/permissions.yaml", Format: "yaml", Settings: all, Source: "?", Checked: checked},
	{Client: "continue", Scope: server.User, Path: "{CONTINUE_GLOBAL_DIR:~/.continue}/mcpServers/*.{yaml,yml}", Format: "yaml", Keys: mcpServers, Own: true, Checked: checked},
	{Client: "continue", Scope: server.User, Path: "{CONTINUE_GLOBAL_DIR:~/.continue}/mcpServers/*.json", Format: "json", Keys: mcpServers, Own: true, Checked: checked},
	{Client: "continue", Scope: server.Project, Path: "{root}/.continue/mcpServers/*.{yaml,yml}", Format: "yaml", Keys: mcpServers, Own: true, Checked: checked},
	{Client: "continue", Scope: server.Project, Path: "{root}/.continue/mcpServers/*.json", Format: "json", Keys: mcpServers, Own: true, Checked: checked},

	// Goose
	{Client: "goose", Scope: server.User, Path: "{xdg}/goose/config.yaml", Format: "yaml", Keys: []string{"extensions"}, Settings: []string{"GOOSE_MODE", "OPENAI_HOST", "OPENAI_BASE_URL", "ANTHROPIC_HOST", "OLLAMA_HOST", "providers"}, Source: "D", Checked: checked},
	{Client: "goose", Scope: server.User, OS: "windows", Path: "{appdata}/Block/goose/config/config.yaml", Format: "yaml", Keys: []string{"extensions"}, Settings: []string{"GOOSE_MODE", "OPENAI_HOST", "OPENAI_BASE_URL", "ANTHROPIC_HOST", "OLLAMA_HOST", "providers"}, Source: "D", Checked: checked},

	// Amazon Q
	{Client: "amazon-q", Scope: server.User, Path: "~/.aws/amazonq/{mcp.json,default.json,agents/mcp.json}", Format: "json", Keys: mcpServers, Own: true, Checked: checked},
	{Client: "amazon-q", Scope: server.User, Path: "~/.aws/amazonq/{agents,cli-agents}/*.json", Format: "json", Keys: mcpServers, Settings: []string{"hooks", "allowedTools", "toolsSettings"}, Checked: checked},
	{Client: "amazon-q", Scope: server.Project, Path: "{root}/.amazonq/{mcp,default}.json", Format: "json", Keys: mcpServers, Own: true, Checked: checked},
	{Client: "amazon-q", Scope: server.Project, Path: "{root}/.amazonq/{agents,cli-agents}/*.json", Format: "json", Keys: mcpServers, Settings: []string{"hooks", "allowedTools", "toolsSettings"}, Source: "?", Checked: checked},

	// the rest
	{Client: "qwen", Scope: server.User, Path: "~/.qwen/settings.json", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Source: "AD", Checked: checked},
	{Client: "qwen", Scope: server.Project, Path: "{root}/.qwen/settings.json", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Source: "AD", Checked: checked},
	{Client: "iflow", Scope: server.User, Path: "~/.iflow/settings.json", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Source: "AD", Checked: checked},
	{Client: "iflow", Scope: server.Project, Path: "{root}/.iflow/settings.json", Format: "json", Keys: mcpServers, URLIsSSE: true, Settings: all, Source: "AD", Checked: checked},
	{Client: "tabnine", Scope: server.User, Path: "~/.tabnine/{agent/settings,mcp_servers}.json", Format: "json", Keys: mcpServers, Settings: all, Source: "AD", Checked: checked},
	{Client: "tabnine", Scope: server.Project, Path: "{root}/.tabnine/{agent/settings,mcp_servers}.json", Format: "json", Keys: mcpServers, Settings: all, Source: "AD", Checked: checked},
	{Client: "crush", Scope: server.User, Path: "{CRUSH_GLOBAL_CONFIG:{xdg}/crush}/crush.json", Format: "json", Keys: []string{"mcp"}, Settings: all, Source: "AD", Checked: checked},
	{Client: "crush", Scope: server.User, Path: "{xdg}/crush/crushrc", Format: "script", Checked: checked},
	{Client: "crush", Scope: server.Project, Path: "{root}/{crush,.crush}.json", Format: "json", Keys: []string{"mcp"}, Settings: all, Source: "AD", Checked: checked},
	{Client: "crush", Scope: server.Project, Path: "{root}/{crushrc,.crushrc}", Format: "script", FileHook: "crushrc", Source: "?", Checked: checked},
	{Client: "pi", Scope: server.User, Path: "~/.pi/agent/mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "AD", Checked: checked},
	{Client: "pi", Scope: server.Project, Path: "{root}/.pi/mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "AD", Checked: checked},
	{Client: "forge", Scope: server.User, Path: "~/{.forge,forge}/.mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "AD", Checked: checked},
	{Client: "forge", Scope: server.Project, Path: "{root}/.mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "AD", Shared: true, Checked: checked},
	{Client: "qoder", Scope: server.User, Path: "~/.qoder.json", Format: "json", Keys: mcpServers, Source: "?", Checked: checked},
	{Client: "hermes", Scope: server.User, Path: "~/.hermes/config.yaml", Format: "yaml", Keys: []string{"mcp_servers", "mcpServers"}, Checked: checked},
	{Client: "openclaw", Scope: server.User, Path: "~/.openclaw/openclaw.json", Format: "json5", Keys: []string{"mcp.servers", "mcpServers"}, Settings: []string{"tools", "hooks", "gateway.bind", "agents.defaults.sandbox"}, Checked: checked},
	{Client: "lm-studio", Scope: server.User, Path: "~/{.lmstudio,.cache/lm-studio}/mcp.json", Format: "json", Keys: mcpServers, Own: true, Source: "AD", Checked: checked},
	{Client: "sema4", Scope: server.User, Path: "~/.sema4ai/sema4ai-studio/mcp_servers.json", Format: "json", Keys: mcpServers, Own: true, Source: "AD", Checked: checked},
}

// A List is a client's own list of projects.
type List struct {
	Client string
	OS     string
	Path   string // template as of Row
	Format string // json, toml, sqlite
	Keys   string // with format sqlite: table.column; else the path of keys: to an object whose keys are paths, or to texts
	Names  bool   // the keys at Keys are the paths
}

// Lists names every list of projects that is followed.
var Lists = []List{
	{Client: "claude-code", Path: "{CLAUDE_CONFIG_DIR:~}/.claude.json", Format: "json", Keys: "projects", Names: true},
	{Client: "codex", Path: "{CODEX_HOME:~/.codex}/config.toml", Format: "toml", Keys: "projects", Names: true},
	{Client: "gemini", Path: "~/.gemini/trustedFolders.json", Format: "json", Keys: "", Names: true},
	{Client: "gemini", Path: "~/.gemini/projects.json", Format: "json", Keys: "projects", Names: true},
	{Client: "vscode", Path: "{config}/" + editors + "/User/workspaceStorage/*/workspace.json", Format: "json", Keys: "folder"},
	{Client: "vscode", Path: "{config}/" + editors + "/User/workspaceStorage/*/workspace.json", Format: "json", Keys: "workspace"},
	{Client: "vscode", Path: "{config}/" + editors + "/User/globalStorage/storage.json", Format: "json", Keys: "backupWorkspaces.folders.*.folderUri"},
	{Client: "vscode", Path: "{config}/" + editors + "/User/globalStorage/storage.json", Format: "json", Keys: "openedPathsList.entries.*.folderUri"},
	{Client: "vscode", Path: "{config}/" + editors + "/User/globalStorage/storage.json", Format: "json", Keys: "profileAssociations.workspaces", Names: true},
	{Client: "vscode", Path: "{VSCODE_PORTABLE:}/user-data/User/workspaceStorage/*/workspace.json", Format: "json", Keys: "folder"},
	{Client: "antigravity", Path: "~/.gemini/config/projects/*.json", Format: "json", Keys: "projectResources.resources.*.folderUri"},
	{Client: "opencode", Path: "{XDG_DATA_HOME:~/.local/share}/opencode/opencode*.db", Format: "sqlite", Keys: "project.worktree"},
}

// notes say what a person should know about a client beside its files.
var notes = map[string]string{
	"roo":            "ended 2026-05-15",
	"gemini":         "the consumer service stopped 2026-06-18",
	"claude-code":    "servers given with --mcp-config, account connectors and in-process servers are not on disk",
	"claude-desktop": "account connectors and servers set by device management are not on disk",
	"codex":          "settings from device management are not read",
	"cursor":         "which project servers are switched on is not on disk in a readable form",
	"junie":          "servers kept in the IDE's own XML are not read",
	"zed":            "servers that extensions bring are named, their commands are not on disk",
	"crush":          "crushrc is a shell script; servers added there are not read",
}
