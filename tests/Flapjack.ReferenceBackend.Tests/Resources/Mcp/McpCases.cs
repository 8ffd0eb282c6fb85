using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

internal sealed class McpCases : IResourceCases
{
    private const string Create = "POST /api/mcps";

    private static readonly Dictionary<string, string?> Hidden = new() { ["credentials"] = null };

    public IEnumerable<ThingCase> Things =>
    [
        new("mcpServerId", world => world.CreateAsync(Create, """{"name":"Search","transport":"streamable_http","url":"http://127.0.0.1:9/mcp"}""")),
    ];

    public IEnumerable<WriteCase> Writes =>
    [
        new(Create, """
            {"name":"Git Hub","transport":"streamable_http","url":"https://mcp.example.com/mcp","command":"unused","args":["--unused"],"allowedTools":["search"],
            "credentials":{"headers":{"Authorization":"Bearer s3cret-of-the-case"}}}
            """) { Read = "GET /api/mcps", Shown = Hidden, Status = 201 },
        new(Create, """{"name":"Files","transport":"stdio","command":"npx","args":["-y","files"],"allowedTools":[],"credentials":{"env":{"TOKEN":"s3cret-of-the-case"}}}""")
        {
            Read = "GET /api/mcps",
            Shown = Hidden,
            Status = 201,
        },
        // Nothing shows an authorization that has begun.
        new("POST /api/mcps/{mcpServerId}/oauth/start", """{"clientId":"c1","authorizeUrl":"https://a.example.com","tokenUrl":"https://t.example.com","scope":"repo"}"""),
    ];
}
