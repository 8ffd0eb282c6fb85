using System.Text.Json;
using System.Text.Json.Nodes;

namespace Testing.Backend;

/// <summary>An MCP server that is a program: a script of the shell, so that no test needs more than the shell.</summary>
internal static class McpProgram
{
    /// <summary>The variable in which the program finds the file that it writes its process id to.</summary>
    public const string IdFile = "ID_FILE";

    /// <summary>The variable that the description of the tool <c>whoami</c> repeats.</summary>
    public const string Who = "WHO";

    private const string Answering = """
        echo $$ > "$ID_FILE"
        while IFS= read -r line; do
          [[ $line =~ \"id\":(\"[^\"]*\"|[0-9]+) ]] || continue
          case $line in
            *'"method":"initialize"'*) answer='"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"script","version":"1"}}';;
            *'"method":"tools/list"'*) answer='"result":{"tools":[{"name":"whoami","description":"I am '$WHO'","inputSchema":{"type":"object"}},{"name":"home","inputSchema":{"type":"object"}}]}';;
            *) answer='"error":{"code":-32601,"message":"unknown"}';;
          esac
          echo '{"jsonrpc":"2.0","id":'${BASH_REMATCH[1]}','$answer'}'
        done
        """;

    // It ignores that its input is closed and that it shall end, and so does its child.
    private const string Deaf = """trap '' TERM; sleep 1000 & echo $$ $! > "$ID_FILE"; wait; sleep 1000""";

    // One line without an end.
    private const string Endless = """tr '\0' x < /dev/zero & echo $$ $! > "$ID_FILE"; wait""";

    /// <summary>A body that creates a server with the tools <c>whoami</c> and <c>home</c>.</summary>
    public static string Body(string idFile, string who = "nobody", string more = "") => Create(Answering, idFile, who, more);

    /// <summary>A body that creates a server that never answers. It writes its process id and that of its child.</summary>
    public static string DeafBody(string idFile) => Create(Deaf, idFile, "nobody", "");

    /// <summary>A body that creates a server that says more than anybody can store. It writes its process id and that of its child.</summary>
    public static string EndlessBody(string idFile) => Create(Endless, idFile, "nobody", "");

    private static string Create(string script, string idFile, string who, string more)
    {
        var env = new JsonObject { [IdFile] = idFile, [Who] = who };
        return $$$"""{"name":"Script","transport":"stdio","command":"/bin/bash","args":["-c",{{{JsonSerializer.Serialize(script)}}}],"credentials":{"env":{{{env.ToJsonString()}}}}{{{more}}}}""";
    }
}
