using ModelContextProtocol.Server;
using Testing.Mcp;

namespace Flapjack.CrashHost;

/// <summary>An MCP server of the official SDK that is a program. It ends when its input ends.</summary>
internal static class McpProgram
{
    /// <summary>The argument that makes this program an MCP server.</summary>
    public const string Argument = "mcp";

    public static async Task<int> RunAsync()
    {
        if (Environment.GetEnvironmentVariable("ID_FILE") is { } idFile)
        {
            await File.WriteAllTextAsync(idFile, $"{Environment.ProcessId}");
        }

        await using var transport = new StdioServerTransport("tests");
        await using var server = McpServer.Create(transport, new() { ServerInfo = new() { Name = "tests", Version = "1" }, ToolCollection = [.. McpTestTools.All] });
        await server.RunAsync();
        return 0;
    }
}
