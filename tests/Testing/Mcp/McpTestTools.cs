using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Testing.Mcp;

/// <summary>The tools of the tests' MCP servers, which the official SDK serves over HTTP or as a program.</summary>
internal static class McpTestTools
{
    /// <summary>The name of the file that the tool <c>wait</c> makes when it has begun.</summary>
    public const string Started = "started";

    /// <summary>The name of the file that the tool <c>wait</c> makes when it was cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>A name that no model accepts.</summary>
    public const string OddName = "repo.search.all";

    public static McpServerTool[] All =>
    [
        McpServerTool.Create((string text) => text, new() { Name = "echo", Description = "Says the same." }),
        McpServerTool.Create(() => "odd", new() { Name = OddName }),
        McpServerTool.Create((int a, int b) => new Sum(a + b), new() { Name = "add", UseStructuredContent = true }),
        McpServerTool.Create(Picture, new() { Name = "picture" }),
        McpServerTool.Create(Fail, new() { Name = "fail" }),
        McpServerTool.Create((int length) => new string('x', length), new() { Name = "flood" }),
        McpServerTool.Create((int length) => new Sum(length) { Text = new string('x', length) }, new() { Name = "flood_json", UseStructuredContent = true }),
        McpServerTool.Create(WaitAsync, new() { Name = "wait" }),
        McpServerTool.Create(() => Environment.FailFast(null), new() { Name = "die" }),
    ];

    private static IEnumerable<ContentBlock> Picture() =>
    [
        new TextContentBlock { Text = "A tree" },
        ImageContentBlock.FromBytes(new byte[] { 1, 2, 3 }, "image/png"),
    ];

    private static CallToolResult Fail() => new() { IsError = true, Content = [new TextContentBlock { Text = "There is no such city." }] };

    private static async Task<string> WaitAsync(string folder, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, Started), "", CancellationToken.None);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        finally
        {
            await File.WriteAllTextAsync(Path.Combine(folder, Cancelled), "", CancellationToken.None);
        }

        return "";
    }

    private sealed record Sum(int Value)
    {
        public string? Text { get; init; }
    }
}
